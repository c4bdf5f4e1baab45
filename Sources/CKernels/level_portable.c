// The portable level: plain C for the architecture's baseline. The reference for the other
// levels: integer sums are exact and floats are added in the order of the columns.
#include "vector.h"

#define FLOAT_PANELS 1
#define FLOAT_ROWS 2
#define FLOAT_WIDE 2
#define ATTENTION_TILE 2
#define DEPTHWISE_TILE 2

typedef uint32_t vu __attribute__((vector_size(64)));
typedef int16_t vh __attribute__((vector_size(64)));

// A half's exponent and mantissa moved to a float's places are the value times 2⁻¹¹², subnormals included.
INLINE vf load_half(const uint16_t *at) {
  typedef uint16_t halves __attribute__((vector_size(32), aligned(2)));
  vu bits = __builtin_convertvector(*(const halves *)at, vu);
  vu magnitude = (vu)((vf)((bits & 0x7fff) << 13) * 0x1p112f);
  vu special = (vu)((bits & 0x7c00) == 0x7c00) & 0x7f800000u;  // infinities and NaNs
  return (vf)(magnitude | special | (bits & 0x8000) << 16);
}
INLINE void store_half(uint16_t *at, vf value) {
  for (int i = 0; i < 16; i++) at[i] = kg_float_to_half(value[i]);
}

#include "elementwise.inc.h"
#include "unpack.inc.h"
#include "float_product.inc.h"
#include "attention.inc.h"
#include "short_attention.inc.h"
#include "images.inc.h"

// Nothing to compare with: the compiler chooses the instructions.
static long peak(long rounds) {
  (void)rounds;
  return 0;
}

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
            // Columns 0 and 2 of each four are the low bytes of 16-bit lanes, 1 and 3 the high ones. A product is at
            // most 128·127, so two of them fit into 16 bits.
            vi whole = {0};
            for (int g = half * 4; g < half * 4 + 4; g++) {
              vh bytes = *(const vh *)(chunk.quants + i * 512 + g * 64);
              const int8_t *x = a + g * 4;
              vi even = (vi){0} + ((uint16_t)x[0] | (int32_t)((uint32_t)(uint16_t)x[2] << 16));
              vi odd = (vi){0} + ((uint16_t)x[1] | (int32_t)((uint32_t)(uint16_t)x[3] << 16));
              vi sums = (vi)((bytes << 8 >> 8) * (vh)even + (bytes >> 8) * (vh)odd);
              whole += (sums << 16 >> 16) + (sums >> 16);
            }
            const float *weight_scale = chunk.scales + i * 32 + (layout.bits == 6 && half ? 16 : 0);
            sum += __builtin_convertvector(whole, vf) * scale * *(const vf *)weight_scale;
          }
          if (layout.has_min) sum += *(const vf *)(chunk.minima + i * 16) * p->input.sums[t * p->input.blocks + first + i];
        }
        store_valid(at, sum, valid);
      }
    }
    finish(p, panel, panel + 1, t0, t1);
  }
}

const kg_kernels kg_kernels_portable = {
    .product = product,
    .biased_from = 0,
    .byte_sums = 0,
#include "table.inc.h"
};
