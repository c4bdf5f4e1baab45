// The portable level of the kernels for embeddings and for training layers, and the choice of a level's table.
#include "CKernels.h"
#include "exponential.h"

#define TILE_ROWS 2
#define TILE_PANELS 1
#define FAST_BFLOAT 0

#include "embedding.inc.h"
#include "gradient.inc.h"

static const kg_embedding_kernels portable = EMBEDDING_TABLE;
static const kg_gradient_kernels portable_gradient = GRADIENT_TABLE;

#if defined(__x86_64__)
extern const kg_embedding_kernels kg_embedding_avx2, kg_embedding_avx512, kg_embedding_avx512_bfloat;
extern const kg_gradient_kernels kg_gradient_avx2, kg_gradient_avx512, kg_gradient_avx512_bfloat;
#endif

const kg_embedding_kernels *kg_embedding_kernels_for(int level) {
  if (!kg_level_available(level)) return 0;
#if defined(__x86_64__)
  if (level == KG_LEVEL_AVX2 || level == KG_LEVEL_AVXVNNI) return &kg_embedding_avx2;
  if (level == KG_LEVEL_AVX512)
    return __builtin_cpu_supports("avx512bf16") ? &kg_embedding_avx512_bfloat : &kg_embedding_avx512;
#endif
  return &portable;
}

const kg_gradient_kernels *kg_gradient_kernels_for(int level) {
  if (!kg_level_available(level)) return 0;
#if defined(__x86_64__)
  if (level == KG_LEVEL_AVX2 || level == KG_LEVEL_AVXVNNI) return &kg_gradient_avx2;
  if (level == KG_LEVEL_AVX512)
    return __builtin_cpu_supports("avx512bf16") ? &kg_gradient_avx512_bfloat : &kg_gradient_avx512;
#endif
  return &portable_gradient;
}
