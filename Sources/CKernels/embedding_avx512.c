// The AVX-512 level of the kernels for embeddings, for CPUs without dot products of bfloat16.
#if defined(__x86_64__)
#include "CKernels.h"
#include "vector.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c"), \
                                            min_vector_width(512))),                                    \
                             apply_to = function)

#define TILE_ROWS 12
#define TILE_PANELS 2
#define FAST_BFLOAT 0

#include "exponential.h"
#include "embedding.inc.h"
#include "gradient.inc.h"

const kg_embedding_kernels kg_embedding_avx512 = EMBEDDING_TABLE;
const kg_gradient_kernels kg_gradient_avx512 = GRADIENT_TABLE;

#pragma clang attribute pop
#endif
