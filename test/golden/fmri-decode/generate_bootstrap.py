"""Makes the golden values of ridge regression whose penalty is chosen on chunks that are held out: normal equations in NumPy.

Usage: python generate_bootstrap.py   (writes beside itself)
Needs: what generate.py needs.
"""
import numpy as np

from generate import save


def bootstrapped():
    """Each draw holds chunks out; penalties by the mean squared error of the held-out rows, the mean over draws."""
    cases = []
    for rows, depth, targets, chunk in [(60, 5, 4, 6), (45, 70, 3, 5)]:
        draw = np.random.default_rng(rows)
        x = np.round(draw.normal(size=(rows, depth)) + 0.3, 4)
        y = np.round(x @ draw.normal(size=(depth, targets)) / np.sqrt(depth) + draw.normal(size=(rows, targets)) * [1, 2, 0.5, 3][:targets] + 1, 4)
        alphas = [0.1, 1.0, 10.0, 100.0, 1000.0]
        chunks = np.arange(rows // chunk * chunk).reshape(-1, chunk)
        tests = [np.sort(chunks[draw.permutation(len(chunks))[: round(0.25 * len(chunks))]].ravel()) for _ in range(6)]

        def fitted(kept, alpha):
            """Weights and intercepts, the intercept not penalised."""
            a = np.hstack([x[kept], np.ones((len(kept), 1))])
            w = np.linalg.solve(a.T @ a + np.diag([alpha] * depth + [0]), a.T @ y[kept])
            return w[:-1], w[-1]

        errors, losses = np.zeros((2, len(alphas), targets))
        for test in tests:
            kept = np.setdiff1d(np.arange(rows), test)
            for a, alpha in enumerate(alphas):
                w, b = fitted(kept, alpha)
                told = x[test] @ w + b
                errors[a] += ((y[test] - told) ** 2).mean(0) / len(tests)
                # As ridge_corr of Huth's scripts: both sides z-scored over the held-out rows, the mean of their product.
                zs = lambda v: (v - v.mean(0)) / v.std(0)
                losses[a] += (1 - np.nan_to_num((zs(y[test]) * zs(told)).mean(0))) / len(tests)
        ways = {}
        for name, judged, single in (("voxel", errors, False), ("all", errors, True), ("correlationVoxel", losses, False), ("correlationAll", losses, True)):
            own = np.full(targets, alphas[judged.mean(1).argmin()]) if single else np.array(alphas)[judged.argmin(0)]
            fits = [fitted(np.arange(rows), alpha) for alpha in own]
            ways[name] = {"alphas": own, "weights": np.stack([w[:, q] for q, (w, _) in enumerate(fits)]).ravel(),
                          "intercepts": [b[q] for q, (_, b) in enumerate(fits)],
                          "errors": [judged[alphas.index(alpha), q] for q, alpha in enumerate(own)]}
        assert len(set(ways["voxel"]["alphas"])) > 1
        assert list(ways["correlationVoxel"]["alphas"]) != list(ways["voxel"]["alphas"])
        cases.append({"rows": rows, "x": x.ravel(), "y": y.ravel(), "tests": tests, "alphas": alphas, **ways})
    return cases


save({"bootstrap.json": (bootstrapped, "numpy.linalg.solve", "relative 1e-8", "eigenvectors in place of normal equations")},
     f"numpy {np.__version__}", "python generate_bootstrap.py")
