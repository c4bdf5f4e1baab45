// The AVX-VNNI level, for CPUs with `vpdpbusd` on 256 bits and no AVX-512: many laptops since 2021.
#if defined(__x86_64__)
#include <immintrin.h>

#include "vector.h"

#pragma clang attribute push(__attribute__((target("avxvnni,avx2,fma,f16c"))), apply_to = function)

#define BYTE_DOT 1
#include "eight_lanes.inc.h"

const kg_kernels kg_kernels_avxvnni = {
    .product = product,
    .biased_from = 0,
    .byte_sums = 1,
#include "table.inc.h"
};

#pragma clang attribute pop
#endif
