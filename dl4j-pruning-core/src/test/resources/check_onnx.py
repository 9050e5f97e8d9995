"""Checks every ONNX file of a folder with ONNX's own checker and shape inference.

Prints one line for each file that is wrong, and how many files there were.
"""
import pathlib
import sys

import onnx

files = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
for path in files:
    try:
        model = onnx.load(str(path))
        if model.graph.sparse_initializer:
            # Type inference takes no sparse weights for any operator but constants.
            onnx.checker.check_model(model)
            continue
        onnx.checker.check_model(model, full_check=True)
        inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
        onnx.checker.check_model(inferred)
        # Without the shapes that the file claims, inference must come to the same ones.
        claimed = {o.name: o.type.tensor_type.shape for o in model.graph.output}
        for output in model.graph.output:
            output.type.tensor_type.ClearField("shape")
        for output in onnx.shape_inference.infer_shapes(model, strict_mode=True).graph.output:
            found = output.type.tensor_type
            if not found.HasField("shape"):
                continue
            for ours, theirs in zip(claimed[output.name].dim, found.shape.dim, strict=True):
                if ours.dim_value and theirs.dim_value and ours.dim_value != theirs.dim_value:
                    raise ValueError(f"{output.name}: {ours.dim_value}, inferred {theirs.dim_value}")
    except Exception as e:
        print(f"{path.name}: {type(e).__name__} {e}".replace("\n", " "))
print(f"{len(files)} files")
