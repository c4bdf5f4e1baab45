// eˣ of sixteen floats, to about 2 units in the last place, without branches. x = n·ln 2 + r, |r| ≤ ln 2 / 2; eʳ by a
// polynomial (Taylor to degree 7 leaves 2⁻²⁷). Below -87 the result is float's smallest normal number, above 88 e⁸⁸;
// NaN stays NaN.
#ifndef KG_EXPONENTIAL_H
#define KG_EXPONENTIAL_H
#include "vector.h"

INLINE vf select_greater(vf a, vf b, vf yes, vf no) {
  vi mask = a > b;
  return (vf)(((vi)yes & mask) | ((vi)no & ~mask));
}

INLINE vf exponentials_of(vf x) {
  vf low = (vf){0} - 87.0f, high = (vf){0} + 88.0f;
  x = select_greater(low, x, low, x);
  x = select_greater(x, high, high, x);
  vf shifted = x * 1.44269504f + 12582912.0f;  // 1.5·2²³: the sum's low bits are the rounded integer
  vf n = shifted - 12582912.0f;
  vf r = x - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  vf p = (vf){0} + 1.9841270e-4f;
  p = p * r + 1.3888889e-3f;
  p = p * r + 8.3333333e-3f;
  p = p * r + 4.1666667e-2f;
  p = p * r + 1.6666667e-1f;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  return p * (vf)(((vi)shifted + 127) << 23);
}
#endif
