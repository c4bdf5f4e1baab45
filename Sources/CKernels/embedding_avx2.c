// The AVX2 level of the kernels for embeddings.
#if defined(__x86_64__)
#include "CKernels.h"
#include "vector.h"

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)

#define TILE_ROWS 6
#define TILE_PANELS 1
#define FAST_BFLOAT 0

#include "exponential.h"
#include "embedding.inc.h"
#include "gradient.inc.h"

const kg_embedding_kernels kg_embedding_avx2 = EMBEDDING_TABLE;
const kg_gradient_kernels kg_gradient_avx2 = GRADIENT_TABLE;

#pragma clang attribute pop
#endif
