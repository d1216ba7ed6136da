"""Shares of ids by the definitions of the limits of sampling, for the golden values of kernel and stage."""
import numpy as np


def kept_shares(scores, temperature, top_k=None, top_p=None, typical_p=None):
    """The share of each id at a temperature, of those that the limits keep; ties go to the first."""
    p = np.exp(scores / temperature - (scores / temperature).max())
    p /= p.sum()
    def keep(p, order, share):
        total = np.cumsum(p[order]) - p[order]
        out = np.zeros_like(p)
        chosen = order[total < share]
        out[chosen] = p[chosen]
        return out / out.sum()
    if top_k:
        out = np.zeros_like(p)
        chosen = np.argsort(-p, kind="stable")[:top_k]
        out[chosen] = p[chosen]
        p = out / out.sum()
    if top_p:
        p = keep(p, np.argsort(-p, kind="stable"), top_p)
    if typical_p:
        with np.errstate(divide="ignore"):
            surprise = -np.log(p)
        entropy = (p[p > 0] * surprise[p > 0]).sum()
        p = keep(p, np.argsort(np.abs(surprise - entropy), kind="stable"), typical_p)
    return p
