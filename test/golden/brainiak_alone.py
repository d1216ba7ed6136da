"""brainiak in one process: where no MPI is installed, a module of that name with the operations of one stands in."""
import sys
import types

try:
    import mpi4py  # noqa: F401
except ImportError:
    class OneProcess:
        allreduce = reduce = staticmethod(lambda x, op=None, root=0: x)
        bcast = staticmethod(lambda x, root=0: x)
        allgather = staticmethod(lambda x: [x])
        Get_rank = staticmethod(lambda: 0)
        Get_size = staticmethod(lambda: 1)

    mpi = types.ModuleType("mpi4py")
    mpi.MPI = types.SimpleNamespace(COMM_SELF=OneProcess(), SUM=None, MIN=None, MAX=None)
    sys.modules["mpi4py"] = mpi

from brainiak.funcalign import srm  # noqa: E402, F401
