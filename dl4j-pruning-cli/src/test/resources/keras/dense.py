"""Writes dense.h5 as Keras 2 would: Dense(6, relu), Dense(3, softmax) on 5 inputs. Needs h5py."""

import json

import h5py
import numpy

random = numpy.random.RandomState(1)


def dense(name, units, activation, **more):
    return {
        "class_name": "Dense",
        "config": {
            "name": name,
            "trainable": True,
            "dtype": "float32",
            "units": units,
            "activation": activation,
            "use_bias": True,
            "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}},
            "bias_initializer": {"class_name": "Zeros", "config": {}},
            "kernel_regularizer": None,
            "bias_regularizer": None,
            "activity_regularizer": None,
            "kernel_constraint": None,
            "bias_constraint": None,
            **more,
        },
    }


layers = [
    dense("first", 6, "relu", batch_input_shape=[None, 5]),
    dense("answer", 3, "softmax"),
]
config = {"class_name": "Sequential", "config": {"name": "sequential", "layers": layers}}
with h5py.File("dense.h5", "w", track_order=False) as file:
    file.attrs["keras_version"] = "2.2.4"
    file.attrs["backend"] = "tensorflow"
    file.attrs["model_config"] = json.dumps(config)
    weights = file.create_group("model_weights")
    weights.attrs["keras_version"] = "2.2.4"
    weights.attrs["backend"] = "tensorflow"
    weights.attrs["layer_names"] = [b"first", b"answer"]
    for name, shape in (("first", (5, 6)), ("answer", (6, 3))):
        group = weights.create_group(name)
        group.attrs["weight_names"] = [f"{name}/kernel:0".encode(), f"{name}/bias:0".encode()]
        inner = group.create_group(name)
        inner.create_dataset("kernel:0", data=random.randn(*shape).astype("float32"))
        inner.create_dataset("bias:0", data=numpy.zeros(shape[1], "float32"))
