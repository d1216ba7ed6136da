"""Golden numbers of general linear models: nilearn and SciPy. Usage: python3 generate.py (writes beside itself).

Needs: nilearn==0.14.1 numpy scipy pandas.
"""
import json
import pathlib
import warnings

import nilearn
import numpy as np
import pandas as pd
import scipy
import scipy.stats as st
from nilearn.glm.contrasts import compute_contrast
from nilearn.glm.first_level import (glover_dispersion_derivative, glover_hrf, glover_time_derivative,
                                     make_first_level_design_matrix, mean_scaling, run_glm, spm_dispersion_derivative,
                                     spm_hrf, spm_time_derivative)
from nilearn.glm.first_level.hemodynamic_models import compute_regressor
from scipy.special import betainc, gammaln

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(3)
T, V, TR = 80, 30, 2.0


def flat(x):
    return np.asarray(x, dtype=float).ravel().tolist()


out = {}
parts = {"spm": dict(response=spm_hrf, derivative=spm_time_derivative, dispersion=spm_dispersion_derivative),
         "glover": dict(response=glover_hrf, derivative=glover_time_derivative, dispersion=glover_dispersion_derivative)}
out["kernels"] = [dict(model=m, part=p, stepS=2.0 / 4, values=flat(f(2.0, 4))) for m, fs in parts.items() for p, f in fs.items()]
out["logGamma"] = [[x, float(gammaln(x))] for x in (0.1, 0.5, 1, 2.5, 6.667, 17.78, 150.5)]
out["beta"] = [[x, a, b, float(betainc(a, b, x))] for x, a, b in ((0.2, 2, 3), (0.9, 0.5, 40), (1e-4, 30, 0.5), (0.5, 100, 100), (1e-6, 50, 0.5))]
out["tails"] = dict(t=[[t, v, float(st.t.sf(t, v))] for t, v in ((0.3, 5), (-2.1, 60), (9.5, 300), (31, 280))],
                    f=[[f, a, b, float(st.f.sf(f, a, b)), float(st.f.cdf(f, a, b))] for f, a, b in ((0.4, 2, 50), (3.1, 3, 40), (25.0, 5, 200))])

names = ["face", "house", "face", "cat", "house", "cat", "face", "house"]
onsets = [4.0, 17.3, 35.0, 50.0, 66.0, 83.5, 101.0, 130.0]
durations = [6.0, 6.0, 0.0, 4.0, 6.0, 6.0, 6.0, 6.0]
events = pd.DataFrame(dict(trial_type=names, onset=onsets, duration=durations))
out["events"] = [list(e) for e in zip(names, onsets, durations)]
models = {"spm": {}, "glover + derivative + dispersion": dict(response="glover", derivative=True, dispersion=True),
          "glover": dict(response="glover"), "fir": dict(response="fir", delays=[0, 2, 5]), None: dict(response="none")}
models["spm"] = dict(response="spm")
out["regressors"] = []
for start in (0.0, 1.0):
    ft = start + np.arange(T) * TR
    for model, ours in models.items():
        face = events[events.trial_type == "face"]
        condition = (face.onset.values, face.duration.values, np.ones(len(face)))
        values, _ = compute_regressor(condition, model, ft, fir_delays=[0, 2, 5])
        out["regressors"].append(dict(startS=start, ours=ours, values=flat(values.T)))

ft = np.arange(T) * TR
out["designs"] = []
for ours, given in (
    (dict(highPassHz=0.02), dict(hrf_model="glover", drift_model="cosine", high_pass=0.02)),
    (dict(response="spm", derivative=True, drift="polynomial", degree=3, scanAt=0.5),
     dict(hrf_model="spm + derivative", drift_model="polynomial", drift_order=3)),
    (dict(response="fir", delays=[0, 1, 3], drift="none"), dict(hrf_model="fir", fir_delays=[0, 1, 3], drift_model=None)),
):
    times = ft + ours.get("scanAt", 0) * TR
    d = make_first_level_design_matrix(times, events, **given)
    out["designs"].append(dict(ours=ours, names=list(d.columns), values=flat(d.values)))

d = make_first_level_design_matrix(ft, events, hrf_model="glover + derivative", high_pass=0.02)
noise = np.zeros((T, V))
e = rng.standard_normal((T, V))
rho = rng.uniform(-0.2, 0.7, V)
noise[0] = e[0]
for t in range(1, T):
    noise[t] = rho * noise[t - 1] + e[t]
effects = rng.standard_normal((d.shape[1], V)) * 3
effects[-1] = 0
y = np.asarray(700 + 8 * noise + d.values @ effects, dtype=np.float32).astype(float)
out["run"] = dict(samples=T, voxels=V, trS=TR, signals=flat(y.T), options=dict(derivative=True, highPassHz=0.02))
scaled, _ = mean_scaling(y)
scaled = np.asarray(scaled, dtype=np.float32).astype(float)
t_con = np.zeros(d.shape[1])
t_con[list(d.columns).index("face")], t_con[list(d.columns).index("house")] = 1, -1
f_con = np.zeros((2, d.shape[1]))
f_con[0, list(d.columns).index("face")] = 1
f_con[1, list(d.columns).index("cat")] = 1
f_con[1, list(d.columns).index("house")] = -0.5
out["fits"] = []
for noise_model in ("ols", "ar1"):
    labels, results = run_glm(scaled, d.values, noise_model)
    theta = np.zeros((V, d.shape[1]))
    for label, r in results.items():
        theta[labels == label] = r.theta.T
    maps = {}
    c = compute_contrast(labels, results, t_con)
    maps["t"] = dict(effect=flat(c.effect_size()), variance=flat(c.effect_variance()), stat=flat(c.stat()), p=flat(c.p_value()), z=flat(c.z_score()))
    c = compute_contrast(labels, results, f_con, "F")
    maps["F"] = dict(stat=flat(c.stat()), p=flat(c.p_value()), z=flat(c.z_score()))
    out["fits"].append(dict(noise=noise_model, rho=[float(v) for v in labels], betas=flat(theta), maps=maps,
                            residuals=flat((scaled - d.values @ theta.T).T)))

out["betas"] = []
for method in ("lss", "lsa"):
    for noise_model in ("ols", "ar1"):
        rows = []
        stats = []
        for i in range(len(events)):
            each = events.copy()
            each["trial_type"] = each["trial_type"].astype(object)
            if method == "lsa":
                each["trial_type"] = [f"e{k}" for k in range(len(each))]
            else:
                each.loc[i, "trial_type"] = f"e{i}"
            design = make_first_level_design_matrix(ft, each, hrf_model="glover", high_pass=0.02)
            labels, results = run_glm(scaled, design.values, noise_model)
            con = (np.array(design.columns) == f"e{i}").astype(float)
            c = compute_contrast(labels, results, con)
            rows.append(flat(c.effect_size()))
            stats.append(flat(c.z_score()))
        out["betas"].append(dict(method=method, noise=noise_model, effect=flat(rows), z=flat(stats)))

(HERE / "glm.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
(HERE / "manifest.json").write_text(json.dumps([{
    "file": "glm.json",
    "tool": f"nilearn {nilearn.__version__}",
    "version": f"numpy {np.__version__}, scipy {scipy.__version__}, pandas {pd.__version__}",
    "command": "python3 test/golden/glm/generate.py",
    "tolerance": "relative 1e-9 of kernels and designs, 1e-6 of maps",
    "why": "the same formulas in f64; maps are stored as f32",
}], indent=2) + "\n")
