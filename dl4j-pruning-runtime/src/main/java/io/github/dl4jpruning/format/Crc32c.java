package io.github.dl4jpruning.format;

/** CRC-32C, which the JDK has from version 9 on only: eight bytes at a time by tables. */
final class Crc32c {
  private static final int POLYNOMIAL = 0x82F63B78;
  private static final int[][] TABLE = new int[8][256];

  static {
    for (int i = 0; i < 256; i++) {
      int crc = i;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
      }
      TABLE[0][i] = crc;
    }
    for (int i = 0; i < 256; i++) {
      for (int t = 1; t < 8; t++) {
        int before = TABLE[t - 1][i];
        TABLE[t][i] = (before >>> 8) ^ TABLE[0][before & 0xFF];
      }
    }
  }

  private int crc = -1;

  void update(byte[] bytes, int from, int length) {
    int c = crc;
    int i = from;
    int end = from + length;
    for (; i + 8 <= end; i += 8) {
      int low =
          c
              ^ ((bytes[i] & 0xFF)
                  | (bytes[i + 1] & 0xFF) << 8
                  | (bytes[i + 2] & 0xFF) << 16
                  | bytes[i + 3] << 24);
      c =
          TABLE[7][low & 0xFF]
              ^ TABLE[6][low >>> 8 & 0xFF]
              ^ TABLE[5][low >>> 16 & 0xFF]
              ^ TABLE[4][low >>> 24]
              ^ TABLE[3][bytes[i + 4] & 0xFF]
              ^ TABLE[2][bytes[i + 5] & 0xFF]
              ^ TABLE[1][bytes[i + 6] & 0xFF]
              ^ TABLE[0][bytes[i + 7] & 0xFF];
    }
    for (; i < end; i++) {
      c = (c >>> 8) ^ TABLE[0][(c ^ bytes[i]) & 0xFF];
    }
    crc = c;
  }

  long getValue() {
    return ~crc & 0xFFFF_FFFFL;
  }

  void reset() {
    crc = -1;
  }
}
