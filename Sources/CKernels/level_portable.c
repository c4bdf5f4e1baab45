// The portable level: plain C for the architecture's baseline. It is the reference for the other levels, so the
// quantised product is written as its definition says, one multiplication after the other.
#include "vector.h"

#define FLOAT_PANELS 1
#define FLOAT_ROWS 2
#define ATTENTION_TILE 2

INLINE vf load_half(const uint16_t *at) {
  vf value;
  for (int i = 0; i < 16; i++) value[i] = kg_half_to_float(at[i]);
  return value;
}
INLINE void store_half(uint16_t *at, vf value) {
  for (int i = 0; i < 16; i++) at[i] = kg_float_to_half(value[i]);
}

#include "elementwise.inc.h"
#include "unpack.inc.h"
#include "float_product.inc.h"
#include "attention.inc.h"

static void product(const kg_product *p, long p0, long p1, long t0, long t1) {
  if (!kg_layout_of(p->weights.type).quantized) {
    float_product(p, p0, p1, t0, t1);
    return;
  }
  kg_layout layout = kg_layout_of(p->weights.type);
  size_t panel_bytes = kg_panel_bytes(p->weights.type, p->weights.columns);
  long blocks = p->weights.columns / 32;
  _Alignas(64) unpacked chunk;
  for (long panel = p0; panel < p1; panel++) {
    for (long first = 0; first < blocks; first += CHUNK) {
      long count = blocks - first < CHUNK ? blocks - first : CHUNK, valid = p->weights.rows - panel * 16;
      unpack_chunk(p->weights.type, 1, p->weights.panels + (size_t)panel * panel_bytes, first, count, &chunk);
      for (long t = t0; t < t1; t++) {
        float *at = p->y + t * p->y_stride + panel * 16;
        vf sum = start_value(p, panel, at, valid, first > 0);
        for (long i = 0; i < count; i++) {
          const int8_t *a = p->input.values + t * p->input.stride + (first + i) * 32;
          float scale = p->input.scales[t * p->input.blocks + first + i];
          for (int half = 0; half < 2; half++) {
            vi whole = {0};
            for (int k = half * 16; k < half * 16 + 16; k++)
              for (int r = 0; r < 16; r++) whole[r] += a[k] * chunk.quants[i * 512 + (k / 4) * 64 + r * 4 + k % 4];
            const float *weight_scale = chunk.scales + i * 32 + (layout.bits == 6 && half ? 16 : 0);
            sum += __builtin_convertvector(whole, vf) * scale * *(const vf *)weight_scale;
          }
          if (layout.has_min) sum += *(const vf *)(chunk.minima + i * 16) * p->input.sums[t * p->input.blocks + first + i];
        }
        store_valid(at, sum, valid);
      }
    }
  }
}

const kg_kernels kg_kernels_portable = {
    .biased_from = 0,
#include "table.inc.h"
};
