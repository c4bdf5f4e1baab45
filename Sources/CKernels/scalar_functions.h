// Functions of one float without branches, for loops that the compiler vectorises.
#ifndef KG_SCALAR_FUNCTIONS_H
#define KG_SCALAR_FUNCTIONS_H
#include "vector.h"

// eˣ to about 2 units in the last place, without branches. x = n·ln 2 + r, |r| ≤ ln 2 / 2; eʳ by a polynomial
// (Taylor to degree 7 leaves 2⁻²⁷). Below -87 the result is 0 to float's smallest normal number.
INLINE float exponential(float x) {
  x = x < -87.0f ? -87.0f : x;
  x = x > 88.0f ? 88.0f : x;
  float shifted = x * 1.44269504f + 12582912.0f;  // 1.5·2²³: the sum's low bits are the rounded integer
  float n = shifted - 12582912.0f;
  float r = x - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  float p = 1.9841270e-4f;
  p = p * r + 1.3888889e-3f;
  p = p * r + 8.3333333e-3f;
  p = p * r + 4.1666667e-2f;
  p = p * r + 1.6666667e-1f;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  return p * kg_bits_to_float((kg_float_to_bits(shifted) + 127u) << 23);
}

// The error function to 4·10⁻⁷: x times a polynomial in x², which lies on [-1, 1] as 2x²/3.7² - 1 so that float loses
// nothing; from 3.7 on it is 1 to 1.7·10⁻⁷. The coefficients are a minimax fit (Lawson's weighted least squares).
INLINE float error_function(float x) {
  static const float c[13] = {0.00392740974f, -0.00364736655f, 0.00522323195f, -0.0141516679f, 0.0251461413f,
                              -0.0362002726f, 0.0514753584f,  -0.0704366347f, 0.0906248865f,  -0.112645564f,
                              0.140789535f,   -0.190467732f,  0.382137527f};
  x = x < -3.7f ? -3.7f : x;
  x = x > 3.7f ? 3.7f : x;
  float t = x * x * 0.146092038f - 1.0f, p = -0.00150466602f;
  UNROLL for (int i = 0; i < 13; i++) p = p * t + c[i];
  p *= x;
  p = p < -1.0f ? -1.0f : p;
  return p > 1.0f ? 1.0f : p;
}
#endif
