"""Each wrong argument gives one exception that names argument, value and expectation, and leaves
outputs as they were."""

import bellcurve as bc
import numpy as np
import pytest

X = np.arange(12.0).reshape(4, 3)
IMAGE = np.arange(30.0).reshape(5, 6)
LINE = np.arange(4.0)
READ_ONLY = np.zeros((4, 4))
READ_ONLY.flags.writeable = False
READ_ONLY_IMAGE = np.zeros((5, 6))
READ_ONLY_IMAGE.flags.writeable = False

ERROR, TYPE = bc.Error, TypeError

CASES = [
    (lambda: bc.rbf_kernel(X, gamma=0), ERROR, "gamma must be finite and > 0, got 0"),
    (lambda: bc.rbf_kernel(X, gamma=-1.5), ERROR, "gamma must be finite and > 0, got -1.5"),
    (lambda: bc.rbf_kernel(X, gamma=float("nan")), ERROR, "gamma .* got nan"),
    (lambda: bc.rbf_kernel(X, gamma="scale"), TYPE, "gamma must be a number, got 'scale'"),
    (lambda: bc.rbf_kernel(X, gamma=1j), TYPE, "gamma must be a number, got 1j"),
    (lambda: bc.rbf_kernel(X, gamma=1, lengthscale=1), ERROR, "gamma.*lengthscale"),
    (lambda: bc.rbf_kernel(X, lengthscale=[1, 2]), ERROR, "lengthscale .*2"),
    (lambda: bc.rbf_kernel(X, lengthscale=[1, None, 2]), TYPE, r"lengthscale\[1\] must be a number, got None"),
    (lambda: bc.rbf_kernel(X, variance=0), ERROR, "variance .* got 0"),
    (lambda: bc.rbf_kernel(X, X.copy(), noise=1), ERROR, "noise"),
    (lambda: bc.rbf_kernel(X, engine="cuda"), ERROR, "engine .*auto.*blas.*fused.*cuda"),
    (lambda: bc.rbf_kernel(X, uplo="both"), ERROR, "uplo .*both"),
    (lambda: bc.rbf_kernel(X, threads=-1), ERROR, "threads .*-1"),
    (lambda: bc.rbf_kernel(X, center=[1, 2]), ERROR, "center .*2"),
    (lambda: bc.rbf_kernel(X[0]), ERROR, "X must have 2 axes, points x features, got 1"),
    (lambda: bc.rbf_kernel(5.0), ERROR, "X must have 2 axes, points x features, got 0"),
    (lambda: bc.rbf_kernel(X, X[:, :2]), ERROR, "3.*2|2.*3"),
    (lambda: bc.rbf_kernel(X.astype(complex)), TYPE, "X must be real, got an array of dtype complex128"),
    (lambda: bc.rbf_kernel(X.astype(str)), TYPE, "X must be an array of numbers, got one of dtype <U"),
    (lambda: bc.rbf_kernel([[1, 2], [3]]), ERROR, "X must be an array of numbers, got list"),
    (lambda: bc.rbf_kernel(None), TYPE, "X must be an array of numbers, got one of dtype object"),
    (lambda: bc.rbf_kernel(X, out=np.zeros((4, 5))), ERROR, r"out must be of shape \(4, 4\), got \(4, 5\)"),
    (lambda: bc.rbf_kernel(X, out=np.zeros((4, 4), "f4")), TYPE, "out must be of dtype float64, got float32"),
    (lambda: bc.rbf_kernel(X, out=np.zeros((4, 4), ">f8")), TYPE, "out must be of dtype float64, got >f8"),
    (lambda: bc.rbf_kernel(X, out=[[0] * 4] * 4), TYPE, "out must be an array, got list"),
    (lambda: bc.rbf_kernel(X, out=READ_ONLY), ERROR, "out must be writeable, got a read-only array"),
    (lambda: bc.rbf_kernel(X, out=np.lib.stride_tricks.as_strided(np.zeros(4), (4, 4), (0, 8))), ERROR, "out must be aligned"),
    (lambda: bc.rbf_apply(X, np.zeros((3, 2))), ERROR, "v .*3"),
    (lambda: bc.rbf_apply(X, np.zeros((4, 1, 1))), ERROR, "v must have 1 or 2 axes, got 3"),
    (lambda: bc.rbf_apply(X, LINE, out=np.zeros(3)), ERROR, r"out must be of shape \(4,\), got \(3,\)"),
    (lambda: bc.RBFPlan(X, engine="blas"), ERROR, "engine .*blas"),
    (lambda: bc.RBFPlan(X).rows([4]), ERROR, "indices.*4"),
    (lambda: bc.RBFPlan(X).rows([0.5]), TYPE, "indices must be integers"),
    (lambda: bc.RBFPlan(X).kernel(lengthscale=[1, 2, 3]), ERROR, "lengthscale"),
    (lambda: bc.rbf_density(X, X[:0]), ERROR, "y must"),
    (lambda: bc.rbf_density(X, X, weights=[1, -1, 1, 1]), ERROR, "weights"),
    (lambda: bc.gaussian_filter(IMAGE, -1), ERROR, "sigma .*-1"),
    (lambda: bc.gaussian_filter(IMAGE, float("nan")), ERROR, "sigma .*nan"),
    (lambda: bc.gaussian_filter(IMAGE, "wide"), TYPE, "sigma must be a number, got 'wide'"),
    (lambda: bc.gaussian_filter(IMAGE, [1, 2, 3]), ERROR, "sigma .*3"),
    (lambda: bc.gaussian_filter(IMAGE, 1, -1), ERROR, "order .*-1"),
    (lambda: bc.gaussian_filter(IMAGE, 1, 5), ERROR, "order .*5"),
    (lambda: bc.gaussian_filter(IMAGE, 1, 0.5), TYPE, "order must be an integer, got 0.5"),
    (lambda: bc.gaussian_filter(IMAGE, 0, 1), ERROR, "sigma"),
    (lambda: bc.gaussian_filter(IMAGE, 1, mode="extend"), ERROR, "reflect.*extend"),
    (lambda: bc.gaussian_filter(IMAGE, 1, mode=["wrap"] * 3), ERROR, "mode .*3"),
    (lambda: bc.gaussian_filter(IMAGE, 1, cval=float("inf"), mode="constant"), ERROR, "cval .*inf"),
    (lambda: bc.gaussian_filter(IMAGE, 1, cval=1j), TYPE, "cval must be a number, got 1j"),
    (lambda: bc.gaussian_filter(IMAGE, 1, truncate=-1), ERROR, "truncate .*-1"),
    (lambda: bc.gaussian_filter(IMAGE, 1, radius=-1), ERROR, "radius .*-1"),
    (lambda: bc.gaussian_filter1d(LINE, 1, radius=1.1), TYPE, "radius must be an integer, got 1.1"),
    (lambda: bc.gaussian_filter1d(LINE, [1, 2]), TYPE, "sigma must be a number"),
    (lambda: bc.gaussian_filter1d(LINE, 1, axis=1), ERROR, "ax.*1"),
    (lambda: bc.gaussian_filter1d(np.array(1.0), 1), ERROR, "input must have an axis"),
    (lambda: bc.gaussian_filter(IMAGE, 1, axes=(0, 0)), ERROR, "axes"),
    (lambda: bc.gaussian_filter(np.zeros((1,) * 9), 1), ERROR, "input must have at most 8 axes, got 9"),
    (lambda: bc.gaussian_filter(IMAGE, 1, output=np.zeros((5, 5))), ERROR, r"output must be of shape \(5, 6\), got \(5, 5\)"),
    (lambda: bc.gaussian_filter(IMAGE, 1, output=READ_ONLY_IMAGE), ERROR, "output must be writeable"),
    (lambda: bc.gaussian_filter(IMAGE, 1, output="nonsense"), TYPE, "output must be an array or a dtype, got 'nonsense'"),
    (lambda: bc.gaussian_filter(IMAGE, 1, output=np.float16), TYPE, "output must be of integers.*got float16"),
    (lambda: bc.gaussian_filter(IMAGE, 1, output=complex), TYPE, "output must be complex where input is"),
    (lambda: bc.gaussian_filter(IMAGE.astype(np.float16), 1), TYPE, "input must be of integers.*got float16"),
    (lambda: bc.gaussian_filter(IMAGE.astype(np.longdouble), 1), TYPE, "input must be of integers.*got float128"),
    (lambda: bc.gaussian_filter(IMAGE.astype(object), 1), TYPE, "input must be an array of numbers, got one of dtype object"),
    (lambda: bc.gaussian_filter(IMAGE, 1, tolerance=-1), ERROR, "tolerance .*-1"),
    (lambda: bc.gaussian_filter(IMAGE, 1, method="fft"), ERROR, "auto.*fft"),
    (lambda: bc.gaussian_filter(IMAGE, 1, mask=np.ones((4, 6))), ERROR, "mask"),
    (lambda: bc.gaussian_filter(IMAGE, 1, rounding="up"), ERROR, "rounding must be one of truncate, nearest, got 'up'"),
    (lambda: bc.gaussian_filter(IMAGE.astype(int), 1, tolerance=1e-3), ERROR, "rounding must be 'nearest'"),
    (lambda: bc.gaussian_filter(IMAGE.astype(int), 1, threads=-1), ERROR, "threads .*-1"),
    (lambda: bc.gaussian_filter(IMAGE.astype(int), 1, mode="extend"), ERROR, "reflect.*extend"),
    (lambda: bc.gaussian_filter(IMAGE.astype(int), [1, 2, 3]), ERROR, "sigma .*3"),
    (lambda: bc.gaussian_filter(np.full(3, np.nan), 1, check_finite=True), ERROR, "finite"),
    (lambda: bc.gaussian_laplace(IMAGE, 1, order=1), TYPE, "order"),
    (lambda: bc.gaussian_laplace(IMAGE, 1, mode=["wrap"] * 3), ERROR, "mode .*3"),
    (lambda: bc.gaussian_laplace(IMAGE, 1, mode=["wrap", "wrap", "mirror"]), ERROR, "mode must have 1 or 2 values, got 3"),
    (lambda: bc.difference_of_gaussians(IMAGE, 2, 1), ERROR, "high_sigma"),
    (lambda: bc.difference_of_gaussians(IMAGE, 2, output=int), TYPE, "output must be of dtype float32 or float64, got int64"),
    (lambda: bc.block_pool(IMAGE, np.ones((2, 3))), ERROR, "5.*2|2.*5"),
    (lambda: bc.block_pool(IMAGE, np.ones(3)), ERROR, "kernel must have 2 axes, got 1"),
    (lambda: bc.block_pool(IMAGE, np.full((5, 3), np.inf)), ERROR, "kernel"),
    (lambda: bc.block_pool(IMAGE[0], np.ones((1, 1))), ERROR, r"matrix must have 2 axes .*got shape \(6,\)"),
    (lambda: bc.block_pool(IMAGE, np.ones((5, 3)), stride=0), ERROR, "stride"),
    (lambda: bc.block_pool(IMAGE, np.ones((5, 3)), stride=(1, 2, 3)), ERROR, "stride must have 1 or 2 values, got 3"),
    (lambda: bc.block_pool(IMAGE, np.ones((5, 3)), remainder="keep"), ERROR, "error.*keep"),
    (lambda: bc.gaussian_pool(IMAGE, 0, 1), ERROR, "block"),
    (lambda: bc.gkern(-1), ERROR, "kernlen must be >= 0, got -1"),
    (lambda: bc.gkern(5.5), TYPE, "kernlen must be an integer, got 5.5"),
    (lambda: bc.gkern(5, 0), ERROR, "nsig .*0"),
    (lambda: bc.gaussian_kernel_1d(5, -1), ERROR, "sigma .*-1"),
    (lambda: bc.gaussian_kernel_1d(5, dtype=int), TYPE, "dtype must be float32 or float64, got int64"),
    (lambda: bc.gaussian_kernel_2d((1, 2, 3)), ERROR, "shape must have 1 or 2 values, got 3"),
    (lambda: bc.gaussian_kernel_2d(5, discretization="exact"), ERROR, "sampled.*exact"),
    (lambda: bc.gaussian_2d(5, stddev=1, covariance=np.eye(2)), ERROR, "covariance"),
    (lambda: bc.gaussian_2d(5, covariance=[1, 2]), ERROR, r"covariance must be of shape \(2, 2\), got \(2,\)"),
    (lambda: bc.Mixture([0, 0], [[1, 2], [2, 1]]), ERROR, "covariance must be positive definite"),
    (lambda: bc.Mixture([[0, 0]], weights=[-1]), ERROR, "weight"),
    (lambda: bc.Mixture([[0, 0]], weights=[1, 2]), ERROR, "weights must be of one length, got 1, 1, 2"),
    (lambda: bc.Mixture([0, 0], [1, 2, 3]), ERROR, "cov must be a variance, 2 variances or a 2 x 2 matrix"),
    (lambda: bc.Mixture([0, 0]).pdf([1, 2, 3]), ERROR, r"x must be of shape \(\.\.\., 2\), got \(3,\)"),
    (lambda: bc.Mixture([0, 0]).pdf_grid(5), ERROR, "shape must be 2 extents >= 0"),
    (lambda: bc.Mixture([0, 0]).pdf_grid((5, 5), first=0), ERROR, "first and last"),
    (lambda: bc.Mixture([0, 0]).pdf_grid((5, 5), first=0, last=0), ERROR, "last must differ from first"),
    (lambda: bc.exp(X, out=np.zeros(3)), ERROR, r"out must be of shape \(4, 3\), got \(3,\)"),
    (lambda: bc.exp("x"), TYPE, "x must be an array of numbers"),
    (lambda: bc.set_isa("mmx"), ERROR, "mmx"),
]


@pytest.mark.parametrize("k", range(len(CASES)))
def test_one_clear_exception(k):
    call, kind, text = CASES[k]
    with pytest.raises(kind, match=text) as raised:
        call()
    assert "\n" not in str(raised.value)


def test_sparse_matrices_are_refused():
    from scipy import sparse

    for matrix in (sparse.csr_matrix(X), sparse.coo_matrix(X)):
        with pytest.raises(TypeError, match="X must be a dense array, got a sparse"):
            bc.rbf_kernel(matrix)


def test_error_is_what_both_peers_raise():
    assert issubclass(bc.Error, ValueError) and issubclass(bc.Error, RuntimeError)
    with pytest.raises(bc.Error) as raised:
        bc.rbf_kernel(X, gamma=0)
    assert raised.value.code == "bad_argument"
    with pytest.raises(bc.Error) as raised:
        bc.rbf_kernel(X, out=np.lib.stride_tricks.as_strided(np.zeros(4), (4, 4), (0, 8)))
    assert raised.value.code == "bad_stride"
    with pytest.raises(bc.Error) as raised:
        both = np.zeros((4, 8))
        bc.rbf_kernel(both[:, :3], out=both[:, 4:])
    assert raised.value.code == "bad_alias"


def test_memory_that_there_is_not():
    with pytest.raises(MemoryError):
        bc.gkern(2**29)
    with pytest.raises(MemoryError):
        bc.rbf_kernel(np.zeros((2**20, 1), np.uint8))


def test_outputs_stay_as_they_were():
    for call in (
        lambda out: bc.rbf_kernel(X, gamma=-1, out=out),
        lambda out: bc.rbf_kernel(X, engine="cuda", out=out),
        lambda out: bc.rbf_kernel(X * np.nan, check_finite=True, out=out),
        lambda out: bc.gaussian_filter(out.copy() * np.nan, 1, check_finite=True, output=out),
    ):
        out = np.full((4, 4), 7.0)
        with pytest.raises(bc.Error):
            call(out)
        assert (out == 7).all()
    pixels = np.full((4, 4), 7)
    with pytest.raises(bc.Error):
        bc.gaussian_filter(pixels + 1, 1, order=[0, 9], output=pixels)
    assert (pixels == 7).all()
