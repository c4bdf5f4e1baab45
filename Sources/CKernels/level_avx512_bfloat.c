// Products of pairs of bfloat16 for the AVX-512 level, on CPUs that multiply and add two pairs in one instruction.
#if defined(__x86_64__)
#include <immintrin.h>

#include "vector.h"

// Of what the included files define, only the product of pairs and what finishes it are used here.
#pragma clang diagnostic ignored "-Wunused-function"
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx2,fma,f16c"), \
                                            min_vector_width(512))),                                               \
                             apply_to = function)

#define FLOAT_PANELS 2
#define FLOAT_ROWS 12
#define FLOAT_WIDE 8
#define FAST_PAIRS 1

INLINE vf pair_product(vf sum, vi weights, vi values) {
  return (vf)_mm512_dpbf16_ps((__m512)sum, (__m512bh)weights, (__m512bh)values);
}
INLINE vf load_half(const uint16_t *at) { return (vf)_mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)at)); }

#include "elementwise.inc.h"
#include "unpack.inc.h"
#include "float_product.inc.h"

void kg_pair_product_avx512(const kg_product *p, long p0, long p1, long t0, long t1) {
  float_panels(FLOAT_PAIRS, p, p0, p1, t0, t1);
}

#pragma clang attribute pop
#endif
