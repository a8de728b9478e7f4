// Printed by tools/coefficients/kernels.py, which says what they are.
#pragma once

namespace bellcurve::kernels {

// (mills_pole + a) m(a) as a polynomial in (a - mills_scale) / (a + mills_scale), lowest first.
inline constexpr double mills_pole = 1.5, mills_scale = 4.0;
inline constexpr double mills_coefficients[] = {
    0x1.4d34e0cc3cf89p+0,  -0x1.d2e7953d3842ap-2,  0x1.871f8ea4eea65p-3,   -0x1.29e26db1906cap-6,
    -0x1.584436b7d4a70p-5, 0x1.191d96250254fp-5,   -0x1.8609571114fc8p-7,  0x1.633035b1eff2bp-14,
    0x1.8b1db4d715632p-10, -0x1.34114a2af5382p-12, -0x1.8286c6d0cc9aep-13, 0x1.ef84fb1ca988cp-15,
    0x1.e298f355c7a02p-16, -0x1.43857d88ecc13p-17, -0x1.802495189867cp-18, 0x1.54a4286385fd5p-20,
    0x1.559eb9cdc25c1p-20, -0x1.e58205aad350ap-25, -0x1.2777bc6b95e51p-22, -0x1.6dd9526c38574p-25,
    0x1.b69bbd0340ad7p-25, 0x1.482f5e1af319cp-26,  -0x1.da6ed7428aff3p-28, -0x1.2a3fe7d252d8cp-28,
    0x1.03d4b3766ca5cp-31, 0x1.fa2aef0666311p-32,  0x1.d079adcceb1aap-38};

// Row k - 1: l_k, lowest power of q first.
inline constexpr int debye_terms = 8;
inline constexpr double debye_coefficients[debye_terms][debye_terms + 1] = {
    {0x1.0000000000000p-3, -0x1.aaaaaaaaaaaabp-3},
    {0x1.0000000000000p-4, -0x1.8000000000000p-2, 0x1.4000000000000p-2},
    {0x1.0aaaaaaaaaaabp-4, -0x1.a8ccccccccccdp-1, 0x1.ba00000000000p+0, -0x1.eb1c71c71c71cp-1},
    {0x1.a000000000000p-4, -0x1.1c00000000000p+1, 0x1.0980000000000p+3, -0x1.5300000000000p+3,
     0x1.1a80000000000p+2},
    {0x1.ad33333333333p-3, -0x1.beddb6db6db6ep+2, 0x1.44578e38e38e4p+5, -0x1.5ec6000000000p+6,
     0x1.4389000000000p+6, -0x1.af61555555555p+4},
    {0x1.12aaaaaaaaaabp-1, -0x1.9500000000000p+4, 0x1.a340000000000p+7, -0x1.50d0000000000p+9,
     0x1.fed2000000000p+9, -0x1.70e8000000000p+9, 0x1.99e5555555555p+7},
    {0x1.a358492492492p+0, -0x1.9fe7580000000p+6, 0x1.2235158000000p+10, -0x1.4143616000000p+12,
     0x1.614546a99999ap+13, -0x1.9c06239000000p+13, 0x1.e90e642000000p+12, -0x1.d1c4901e79e7ap+10},
    {0x1.73d4000000000p+2, -0x1.dd9d800000000p+8, 0x1.af846c0000000p+12, -0x1.3934e50000000p+15,
     0x1.d11ff3e000000p+16, -0x1.8358e74000000p+17, 0x1.6eccf36000000p+17, -0x1.718b098000000p+16,
     0x1.33f3dd4000000p+14}};

}  // namespace bellcurve::kernels
