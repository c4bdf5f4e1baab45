// The AVX2 level: unsigned weights times signed activations by 16-bit multiply-add, eight rows to a register.
#if defined(__x86_64__)
#include <immintrin.h>

#include "vector.h"

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)

#define BYTE_DOT 0
#include "eight_lanes.inc.h"

const kg_kernels kg_kernels_avx2 = {
    .product = product,
    .biased_from = 0,
    .byte_sums = 0,
#include "table.inc.h"
};

#pragma clang attribute pop
#endif
