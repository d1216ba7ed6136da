"""Shared Gaussian process factor analysis, fitted by L-BFGS with SciPy's own densities.

Usage: python generate.py (writes beside itself). Needs: scipy numpy.
"""
import json
import pathlib

import numpy as np
import scipy
from scipy.optimize import minimize
from scipy.stats import multivariate_normal, norm

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(12)
S, V, K, T, LENGTH, SMOOTH, REG = 3, 7, 2, 36, 3.0, 1.5, 0.7
run = np.repeat([0, 1], T // 2)
at = np.tile(np.arange(T // 2), 2)


def covariance(length):
    apart = (at[:, None] - at[None]) / length
    return np.where(run[:, None] == run[None], (1 - 1e-4) * np.exp(-0.5 * apart**2), 0) + 1e-4 * np.eye(T)


C = covariance(LENGTH)
x = rng.multivariate_normal(np.zeros(T), C, K)
data = [np.round(rng.standard_normal((V, K)) @ x + 0.6 * (0.5 + rng.random((V, 1))) * rng.standard_normal((V, T)), 4) for _ in range(S)]
data = [y - y.mean(1, keepdims=True) for y in data]
inverse = np.linalg.inv(C)


def parts(theta):
    x = theta[:K * T].reshape(K, T)
    w = theta[K * T:K * T + S * V * K].reshape(S, V, K)
    subject, parcel = theta[-S - V:-V], theta[-V:]
    return x, w, subject, parcel


def cost(theta):
    x, w, subject, parcel = parts(theta)
    sd = np.exp(subject[:, None] + parcel)
    value = -sum(norm.logpdf(data[s], w[s] @ x, sd[s][:, None]).sum() for s in range(S))
    value -= SMOOTH * sum(multivariate_normal(np.zeros(T), C).logpdf(row) for row in x)
    value -= REG * norm.logpdf(w).sum()
    gx, gw, gs, gp = SMOOTH * x @ inverse, REG * w.copy(), np.zeros(S), np.zeros(V)
    for s in range(S):
        left = (data[s] - w[s] @ x) / sd[s][:, None]
        gx -= (w[s] / sd[s][:, None]).T @ left
        gw[s] -= (left / sd[s][:, None]) @ x.T
        share = T - (left**2).sum(1)
        gs[s] += share.sum()
        gp += share
    return value, np.concatenate([gx.ravel(), gw.ravel(), gs, gp])


stacked = np.concatenate(data)
_, _, vt = np.linalg.svd(stacked, full_matrices=False)
x0 = vt[:K] * np.sqrt(T)
w0 = np.stack([y @ x0.T / T for y in data])
theta = np.concatenate([x0.ravel(), w0.ravel(), np.zeros(S), np.zeros(V)])
found = minimize(cost, theta, jac=True, method="L-BFGS-B", options=dict(maxiter=20000, maxfun=40000, ftol=1e-15, gtol=1e-8))
xh, wh, subject, parcel = parts(found.x)

new = rng.standard_normal((V, K)) @ x + 0.5 * rng.standard_normal((V, T))
new -= new.mean(1, keepdims=True)
w_new = new @ xh.T @ np.linalg.inv(xh @ xh.T + REG * np.eye(K))
noise = ((new - w_new @ xh) ** 2).mean(1)
n = 5
stretch = new[:, 3:3 + n]
Cn = covariance(LENGTH)[:n, :n]
H = np.kron(np.eye(K), SMOOTH * np.linalg.inv(Cn)) + np.kron((w_new / noise[:, None]).T @ w_new, np.eye(n))
course = np.linalg.solve(H, ((w_new / noise[:, None]).T @ stretch).ravel()).reshape(K, n)

out = dict(
    voxels=V, features=K, samples=T, length=LENGTH, smoothness=SMOOTH, penalty=REG, run=run.tolist(), at=at.tolist(),
    data=[y.ravel().tolist() for y in data], cost=float(found.fun),
    shown=[(wh[s] @ xh).ravel().tolist() for s in range(S)],
    noise=(np.exp(2 * (subject[:, None] + parcel))).tolist(),
    prior=[dict(length=l, cost=float(-multivariate_normal(np.zeros(T), covariance(l)).logpdf(x[0]))) for l in (1.0, 3.0, 9.0)],
    course=x[0].tolist(), shared=xh.ravel().tolist(), newcomer=new.ravel().tolist(),
    map=w_new.ravel().tolist(), left=noise.tolist(), stretch=stretch.T.ravel().tolist(), factors=course.T.ravel().tolist(),
)
print(found.message, found.fun, found.nit)
(HERE / "gpfa.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "gpfa.json",
    "tool": "scipy.optimize.minimize (L-BFGS-B) of scipy.stats densities of the model of shared-gpfa; numpy.linalg",
    "version": f"scipy {scipy.__version__}, numpy {np.__version__}",
    "command": "python test/golden/gpfa/generate.py",
    "tolerance": "cost 1e-3, what is shown 0.02 of its deviation, noise 2 %; closed forms 1e-8",
    "why": "two ways to the same maximum, neither of which ends exactly there; factors of one length may be rotated",
}], indent=2) + "\n")
