#!/usr/bin/env python3
"""Train the classifier of model.mlir with scikit-learn and write what the C program needs.

usage: train.py FOLDER

FOLDER/digits.safetensors   the weights, [out, in] as model.mlir reads them
FOLDER/images.f32           the held-out images, 64 floats each
FOLDER/labels.u8            what they show
FOLDER/sklearn.u8           what scikit-learn takes them for
FOLDER/sklearn.txt          its microseconds per image: one at a time, all at once
"""
import pathlib
import statistics
import sys
import time

import numpy
from safetensors.numpy import save_file
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier


def microseconds(call, times):
    """Median over calls."""
    samples = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        samples.append(1e6 * (time.perf_counter() - start))
    return statistics.median(samples)


def main(folder):
    digits = load_digits()  # 1,797 real images with 17 levels of grey
    images = (digits.data / 16).astype(numpy.float32)
    train, test, train_labels, labels = train_test_split(
        images, digits.target, test_size=450, stratify=digits.target, random_state=7)
    network = MLPClassifier(hidden_layer_sizes=(128, 64), alpha=1e-3, max_iter=200, random_state=7)
    network.fit(train, train_labels)
    predictions = network.predict(test)
    print(f"trained on {len(train)} images in {network.n_iter_} passes; "
          f"scikit-learn is right on {100 * numpy.mean(predictions == labels):.2f} % of {len(test)} others")

    weights = {}
    for layer, (weight, bias) in enumerate(zip(network.coefs_, network.intercepts_), 1):
        weights[f"fc{layer}.weight"] = numpy.ascontiguousarray(weight.T, dtype=numpy.float32)
        weights[f"fc{layer}.bias"] = bias.astype(numpy.float32)
    save_file(weights, folder / "digits.safetensors")
    test.tofile(folder / "images.f32")
    labels.astype(numpy.uint8).tofile(folder / "labels.u8")
    predictions.astype(numpy.uint8).tofile(folder / "sklearn.u8")
    single = microseconds(lambda: network.predict_proba(test[:1]), 2000)
    all_of_them = microseconds(lambda: network.predict_proba(test), 200) / len(test)
    (folder / "sklearn.txt").write_text(f"{single:.3f} {all_of_them:.3f}\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
