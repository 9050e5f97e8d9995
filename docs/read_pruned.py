#!/usr/bin/env python3
"""Reads a pruned network's file (docs/file-format.md), with Python's standard library alone.

python3 read_pruned.py FILE prints the configuration's size and, for each parameter: its key, shape,
memory order, kept values, whether it has a mask, and the CRC-32 of its values in memory order; at last
the model card, if it has one.
"""
import json
import struct
import sys
import zlib

MAGIC = b"\x89DLP\r\n\x1a\n"
KINDS = ("MultiLayerNetwork", "ComputationGraph")
CODES = {2: "e", 4: "f", 8: "d"}
TABLE = []
for byte in range(256):
    for _ in range(8):
        byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
    TABLE.append(byte)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


class Reader:
    def __init__(self, data):
        self.data, self.at, self.part = data, 0, 0

    def take(self, length):
        if self.at + length > len(self.data):
            raise ValueError("the file was cut off")
        self.at += length
        return self.data[self.at - length:self.at]

    def numbers(self, form):
        return struct.unpack("<" + form, self.take(struct.calcsize("<" + form)))

    def checksum(self):
        computed = crc32c(self.data[self.part:self.at])
        if self.numbers("I")[0] != computed:
            raise ValueError("damaged before byte %d" % self.at)
        self.part = self.at


def decode(data, length, stride):
    """The positions of CODED: a list of 0 and 1."""
    chance, seen = [1 << 21] * 16, [0] * 16
    low, high, code, at, bits, last = 0, 0xFFFFFFFF, int.from_bytes(data[:4], "big"), 4, [], 0
    for i in range(length):
        count = bin(last).count("1")
        c = 0 if count == 0 else 4 if count <= 2 else 8 if count <= 8 else 12
        if 0 < stride <= i:
            c += bits[i - stride] + (2 * bits[i - 2 * stride] if i >= 2 * stride else 0)
        middle = low + ((high - low) * min(65535, max(1, chance[c] >> 6)) >> 16)
        bit = 1 if code <= middle else 0
        low, high = (low, middle) if bit else (middle + 1, high)
        while low >> 24 == high >> 24:
            low, high = low << 8 & 0xFFFFFFFF, high << 8 & 0xFFFFFFFF | 0xFF
            code = code << 8 & 0xFFFFFFFF | (data[at] if at < len(data) else 0)
            at += 1
        chance[c] += ((bit << 22) - chance[c]) * int(65536 / (seen[c] + 1.5)) >> 16
        seen[c] = min(1023, seen[c] + 1)
        bits.append(bit)
        last = (last << 1 | bit) & 0xFFFFFFFF
    return bits


def decode_indices(data, count, entries):
    """The indices of shared values, each bit in the context of those before it."""
    bits = (entries - 1).bit_length()
    chance, seen = [1 << 21] * (1 << bits), [0] * (1 << bits)
    low, high, code, at, indices = 0, 0xFFFFFFFF, int.from_bytes(data[:4], "big"), 4, []
    for _ in range(count):
        c = 1
        for _ in range(bits):
            middle = low + ((high - low) * min(65535, max(1, chance[c] >> 6)) >> 16)
            bit = 1 if code <= middle else 0
            low, high = (low, middle) if bit else (middle + 1, high)
            while low >> 24 == high >> 24:
                low, high = low << 8 & 0xFFFFFFFF, high << 8 & 0xFFFFFFFF | 0xFF
                code = code << 8 & 0xFFFFFFFF | (data[at] if at < len(data) else 0)
                at += 1
            chance[c] += ((bit << 22) - chance[c]) * int(65536 / (seen[c] + 1.5)) >> 16
            seen[c] = min(1023, seen[c] + 1)
            c = c << 1 | bit
        indices.append(c - (1 << bits))
    return indices


def section(reader, width, version):
    encoding, flags, stored, rank, key = reader.numbers("BBBBH")
    key = reader.take(key).decode("utf-8")
    shape = reader.numbers("%dI" % rank)
    kept, stride, size = reader.numbers("III")
    uniform, entries, coded = reader.numbers("BHI") if version > 1 else (0, 0, 0)
    reader.checksum()
    length = 1
    for dimension in shape:
        length *= dimension
    positions = reader.take(size)
    if encoding == 0:
        bits = [1] * length
    elif encoding == 1:
        bits = [positions[i >> 3] >> (i & 7) & 1 for i in range(length)]
    else:
        bits = decode(positions, length, stride)
    if entries:
        table = reader.numbers("%df" % (1 if uniform else entries))
        if uniform:
            scale = table[0]
            table = [struct.unpack("<f", struct.pack("<f", (i - entries // 2) * scale))[0]
                     for i in range(entries)]
        values = iter([table[i] for i in decode_indices(reader.take(coded), kept, entries)])
    else:
        values = iter(reader.numbers("%d%s" % (kept, CODES[stored])))
    reader.checksum()
    dense = [next(values) if bit else 0.0 for bit in bits]
    return {"key": key, "shape": shape, "order": "f" if flags & 2 else "c", "masked": flags & 1,
            "kept": bits, "values": struct.pack("<%d%s" % (length, CODES[width]), *dense)}


def read(data):
    reader = Reader(data)
    if reader.take(8) != MAGIC:
        raise ValueError("not a pruned network's file")
    version = reader.numbers("H")[0]
    if version not in (1, 2, 3):
        raise ValueError("its layout has version %d" % version)
    kind, width = reader.numbers("BB")
    parameters, state, sections, deflated, inflated = reader.numbers("QQIII")
    program = reader.numbers("II")[0] if version > 1 else 0
    card = reader.numbers("II")[0] if version > 2 else 0
    reader.checksum()
    configuration = json.loads(zlib.decompress(reader.take(deflated)))
    reader.checksum()
    if version > 1:
        zlib.decompress(reader.take(program)) if program else None
        reader.checksum()
    text = ""
    if version > 2:
        text = zlib.decompress(reader.take(card)).decode("utf-8") if card else ""
        reader.checksum()
    params = [section(reader, width, version) for _ in range(sections)]
    pieces = [section(reader, width, version) for _ in range((state + (1 << 24) - 1) >> 24)]
    if crc32c(data[:reader.at]) != reader.numbers("I")[0] or reader.at != len(data):
        raise ValueError("damaged")
    return KINDS[kind], configuration, params, pieces, text


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        kind, configuration, params, pieces, card = read(file.read())
    print(kind, len(params), "parameters")
    for p in params + pieces:
        print(p["key"], list(p["shape"]), p["order"], sum(p["kept"]),
              "masked" if p["masked"] else "free", "%08x" % zlib.crc32(p["values"]))
    if card:
        print(card)
