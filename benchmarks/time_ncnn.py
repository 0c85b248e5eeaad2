#!/usr/bin/env python3
"""Time ncnn: print the median microseconds of a call.

usage: time_ncnn.py NAME THREADS   (NAME.ncnn.param, NAME.ncnn.bin; NAME.x.npy and NAME.y.npy, an input and what it gives)
"""
import statistics
import sys
import time

import ncnn
import numpy

TURN = 1.5  # seconds


def main(name, threads):
    network = ncnn.Net()
    network.opt.num_threads = threads
    for narrow in ("fp16_packed", "fp16_storage", "fp16_arithmetic", "bf16_storage"):
        setattr(network.opt, f"use_{narrow}", False)
    network.load_param(f"{name}.ncnn.param")
    network.load_model(f"{name}.ncnn.bin")
    pixels, right = (numpy.load(f"{name}.{which}.npy") for which in "xy")
    image = ncnn.Mat(pixels[0])

    def run():
        extractor = network.create_extractor()
        extractor.input(network.input_names()[0], image)
        return extractor.extract(network.output_names()[0])[1]

    error = numpy.abs(numpy.array(run()).ravel() - right.ravel()).max() / numpy.abs(right).max()
    if not error < 1e-4:
        sys.exit(f"ncnn's result is off by {error:.1e} of the largest value")
    samples, end = [], time.perf_counter() + TURN
    while len(samples) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        run()
        samples.append(1e6 * (time.perf_counter() - start))
    print(statistics.median(samples))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
