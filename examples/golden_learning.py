#!/usr/bin/python3
"""Prints examples/golden_learning.hpp: what scikit-learn answers to kernel_ridge.cpp and
gaussian_process.cpp, as Debian 12 has it (scikit-learn 1.2.1).

    /usr/bin/python3 examples/golden_learning.py > examples/golden_learning.hpp
"""
import pathlib

import numpy as np
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel
from sklearn.kernel_ridge import KernelRidge

data = pathlib.Path(__file__).parent.parent / "data"


def emit(name, values):
    flat = np.ravel(values)
    print(f"inline constexpr double {name}[] = {{")
    for i in range(0, len(flat), 4):
        print("    " + " ".join(f"{v:.17g}," for v in flat[i:i + 4]))
    print("};")


def kernel_ridge():
    x = np.load(data / "digits.npy").astype(float)
    labels = np.load(data / "digits-labels.npy")
    held_out = np.arange(len(labels)) % 4 == 0
    model = KernelRidge(kernel="rbf", gamma=0.001, alpha=0.1)
    model.fit(x[~held_out], np.eye(10)[labels[~held_out]])
    predicted = model.predict(x[held_out])
    print("/// Of the held-out rows.")
    wrong = np.sum(predicted.argmax(axis=1) != labels[held_out])
    print(f"inline constexpr int kernel_ridge_wrong = {wrong};")
    print("/// The first three of them, ten values each.")
    emit("kernel_ridge", predicted[:3])


def gaussian_process():
    i = np.arange(400)
    x = np.stack([i % 20 / 4, i // 20 / 8], axis=1)
    noise = (i * 7919 % 101 - 50) / 250
    y = np.sin(2 * x[:, 0]) * np.cos(3 * x[:, 1]) + noise
    at = np.array([[0.5, 0.5], [1.3, 2.1], [4.75, 0], [6, 3], [30, 30]])
    kernel = ConstantKernel(1.5) * RBF([0.8, 0.5])
    model = GaussianProcessRegressor(kernel=kernel, alpha=0.0136, optimizer=None).fit(x, y)
    mean, deviation = model.predict(at, return_std=True)
    emit("gp_mean", mean)
    emit("gp_variance", deviation**2)
    print(f"inline constexpr double gp_log_likelihood = {model.log_marginal_likelihood():.17g};")


print("// Printed by examples/golden_learning.py; do not edit by hand.\n// clang-format off")
print("#pragma once\n\nnamespace golden {\n")
kernel_ridge()
gaussian_process()
print("\n}  // namespace golden")
