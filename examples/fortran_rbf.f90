! The RBF matrix from Fortran, whose matrices are column-major: no copy is made.
module bellcurve
  use, intrinsic :: iso_c_binding
  implicit none

  ! bellcurve_rbf_params of bellcurve/c/rbf.h
  type, bind(c) :: rbf_params
    integer(c_size_t) :: size
    real(c_double) :: gamma
    type(c_ptr) :: lengthscale
    integer(c_ptrdiff_t) :: lengthscale_count
    real(c_double) :: variance
    real(c_double) :: noise
  end type

  interface
    integer(c_int) function rbf_params_init(params, size) bind(c, name="bellcurve_rbf_params_init")
      import
      type(rbf_params), intent(out) :: params
      integer(c_size_t), value :: size
    end function

    integer(c_int) function rbf_kernel(n, m, d, x, x_row_stride, x_col_stride, y, y_row_stride, &
        y_col_stride, params, out, out_row_stride, out_col_stride, options) &
        bind(c, name="bellcurve_rbf_kernel_f64")
      import
      integer(c_ptrdiff_t), value :: n, m, d
      integer(c_ptrdiff_t), value :: x_row_stride, x_col_stride, y_row_stride, y_col_stride
      integer(c_ptrdiff_t), value :: out_row_stride, out_col_stride
      real(c_double), intent(in) :: x(*), y(*)
      type(rbf_params), intent(in) :: params
      real(c_double), intent(inout) :: out(*)
      type(c_ptr), value :: options
    end function

    type(c_ptr) function last_error() bind(c, name="bellcurve_last_error")
      import
    end function

    integer(c_size_t) function strlen(text) bind(c)
      import
      type(c_ptr), value :: text
    end function
  end interface

contains

  function message() result(text)
    character(len=:), allocatable :: text
    character(kind=c_char), pointer :: characters(:)
    integer :: i
    call c_f_pointer(last_error(), characters, [strlen(last_error())])
    allocate (character(len=size(characters)) :: text)
    do i = 1, size(characters)
      text(i:i) = characters(i)
    end do
  end function
end module

program fortran_rbf
  use bellcurve
  implicit none
  integer(c_ptrdiff_t), parameter :: n = 200, m = 150, d = 20
  real(c_double) :: x(n, d), y(m, d), k(n, m)
  type(rbf_params) :: params
  integer :: i, j

  call random_number(x)
  call random_number(y)

  if (rbf_params_init(params, c_sizeof(params)) /= 0) error stop "rbf_params_init"
  params%gamma = 0.5
  ! Rows are next to each other, columns n (or m) apart.
  if (rbf_kernel(n, m, d, x, 1_c_ptrdiff_t, n, y, 1_c_ptrdiff_t, m, params, &
                 k, 1_c_ptrdiff_t, n, c_null_ptr) /= 0) then
    print *, message()
    error stop
  end if

  do j = 1, int(m)
    do i = 1, int(n)
      if (abs(k(i, j) - exp(-0.5 * sum((x(i, :) - y(j, :))**2))) > 1e-14) error stop "wrong"
    end do
  end do
  print "(a)", "200 x 150 right"

  params%gamma = -1
  if (rbf_kernel(n, m, d, x, 1_c_ptrdiff_t, n, y, 1_c_ptrdiff_t, m, params, &
                 k, 1_c_ptrdiff_t, n, c_null_ptr) == 0) error stop "gamma -1 was taken"
  print "(a)", message()
end program
