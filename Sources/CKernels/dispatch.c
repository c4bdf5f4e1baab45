// The level this machine can run, asked of the CPU and the operating system (saved vector state) once.
#include "CKernels.h"

int kg_level_available(int level) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
  if (level == KG_LEVEL_AVX2) return avx2;
  if (level == KG_LEVEL_AVX512)
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vnni");
#endif
  return level == KG_LEVEL_PORTABLE;
}

extern const kg_kernels kg_kernels_portable;
#if defined(__x86_64__)
extern const kg_kernels kg_kernels_avx2, kg_kernels_avx512;
#endif

const kg_kernels *kg_kernels_for(int level) {
  if (!kg_level_available(level)) return 0;
#if defined(__x86_64__)
  if (level == KG_LEVEL_AVX2) return &kg_kernels_avx2;
  if (level == KG_LEVEL_AVX512) return &kg_kernels_avx512;
#endif
  return &kg_kernels_portable;
}
