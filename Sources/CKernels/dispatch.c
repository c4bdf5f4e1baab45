// The level this machine can run, asked of the CPU and the operating system (saved vector state) once.
#include "CKernels.h"
#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__) && defined(__linux__)
#include <sys/auxv.h>
#endif

#if defined(__x86_64__)
// The compiler has no name for AVX-VNNI: leaf 7, subleaf 1, EAX bit 4. Its registers are those of AVX2.
static int has_avxvnni(void) {
  unsigned a = 0, b = 0, c = 0, d = 0;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a >> 4 & 1);
}
#endif

int kg_level_available(int level) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
  if (level == KG_LEVEL_AVX2) return avx2;
  if (level == KG_LEVEL_AVXVNNI) return avx2 && has_avxvnni();
  if (level == KG_LEVEL_AVX512)
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vnni");
#elif defined(__aarch64__) && defined(__linux__)
  if (level == KG_LEVEL_NEON) return (getauxval(AT_HWCAP) >> 20 & 1) != 0;  // HWCAP_ASIMDDP
#elif defined(__aarch64__)
  if (level == KG_LEVEL_NEON) return 1;  // every Apple processor since 2018
#endif
  return level == KG_LEVEL_PORTABLE;
}

extern const kg_kernels kg_kernels_portable;
#if defined(__x86_64__)
extern const kg_kernels kg_kernels_avx2, kg_kernels_avxvnni, kg_kernels_avx512, kg_kernels_avx512_bfloat;
#elif defined(__aarch64__)
extern const kg_kernels kg_kernels_neon;
#endif

const kg_kernels *kg_kernels_for(int level) {
  if (!kg_level_available(level)) return 0;
#if defined(__x86_64__)
  if (level == KG_LEVEL_AVX2) return &kg_kernels_avx2;
  if (level == KG_LEVEL_AVXVNNI) return &kg_kernels_avxvnni;
  if (level == KG_LEVEL_AVX512)
    return __builtin_cpu_supports("avx512bf16") ? &kg_kernels_avx512_bfloat : &kg_kernels_avx512;
#elif defined(__aarch64__)
  if (level == KG_LEVEL_NEON) return &kg_kernels_neon;
#endif
  return &kg_kernels_portable;
}
