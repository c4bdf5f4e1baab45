// float16 and bfloat16 to float and back, for CPUs without the instruction. Exact; rounding is to nearest even.
#ifndef KG_HALFFLOAT_H
#define KG_HALFFLOAT_H
#include <stdint.h>
#include <string.h>

static inline float kg_bits_to_float(uint32_t bits) {
  float f;
  memcpy(&f, &bits, 4);
  return f;
}
static inline uint32_t kg_float_to_bits(float f) {
  uint32_t bits;
  memcpy(&bits, &f, 4);
  return bits;
}

static inline float kg_half_to_float(uint16_t h) {
  uint32_t sign = (uint32_t)(h & 0x8000) << 16, exponent = (h >> 10) & 31, mantissa = h & 1023;
  if (exponent == 31) return kg_bits_to_float(sign | 0x7f800000u | mantissa << 13);
  if (exponent == 0) {  // zero and subnormals: mantissa · 2⁻²⁴ is exact in float
    float f = (float)mantissa * 0x1p-24f;
    return sign ? -f : f;
  }
  return kg_bits_to_float(sign | (exponent + 112) << 23 | mantissa << 13);
}

static inline uint16_t kg_float_to_half(float value) {
  uint32_t bits = kg_float_to_bits(value), sign = (bits >> 16) & 0x8000, rest = bits & 0x7fffffffu;
  if (rest > 0x7f800000u) return (uint16_t)(sign | 0x7e00);
  if (rest >= 0x477ff000u) return (uint16_t)(sign | 0x7c00);  // rounds past 65504
  if (rest < 0x38800000u) {                                   // below 2⁻¹⁴: let float addition round
    float f = kg_bits_to_float(rest) + 0.5f;                  // 0.5's last bit is 2⁻²⁴, the subnormal step
    return (uint16_t)(sign | (kg_float_to_bits(f) - 0x3f000000u));
  }
  uint32_t odd = (rest >> 13) & 1;
  return (uint16_t)(sign | ((rest - 0x38000000u + 0xfff + odd) >> 13));
}

static inline float kg_load_half(const void *bytes) {
  uint16_t h;
  memcpy(&h, bytes, 2);
  return kg_half_to_float(h);
}
static inline float kg_load_bfloat(const void *bytes) {
  uint16_t h;
  memcpy(&h, bytes, 2);
  return kg_bits_to_float((uint32_t)h << 16);
}
static inline uint16_t kg_float_to_bfloat(float value) {
  uint32_t bits = kg_float_to_bits(value);
  return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}
#endif
