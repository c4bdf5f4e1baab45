// The AVX-512 level of the kernels for embeddings, for CPUs that multiply pairs of bfloat16 at once.
#if defined(__x86_64__)
#include <immintrin.h>

#include "CKernels.h"
#include "vector.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16,avx2,fma,f16c"), \
                                            min_vector_width(512))),                                               \
                             apply_to = function)

#define TILE_ROWS 12
#define TILE_PANELS 2
#define FAST_BFLOAT 1

INLINE vf pair_product(vf sum, vi a, vi b) {
  return (vf)_mm512_dpbf16_ps((__m512)sum, (__m512bh)a, (__m512bh)b);
}

#include "exponential.h"
#include "embedding.inc.h"
#include "gradient.inc.h"

const kg_embedding_kernels kg_embedding_avx512_bfloat = EMBEDDING_TABLE;
const kg_gradient_kernels kg_gradient_avx512_bfloat = GRADIENT_TABLE;

#pragma clang attribute pop
#endif
