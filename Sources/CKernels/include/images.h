// What graphs over pictures are made of beside matrix products. Pictures lie channels last: (height, width, channels).
#ifndef CKERNELS_IMAGES_H
#define CKERNELS_IMAGES_H

#include <stddef.h>

// What is done to each element, with the two numbers it takes.
enum {
  KG_MAP_NONE = 0,
  KG_MAP_CLIP = 1,          // to a … b
  KG_MAP_HARD_SIGMOID = 2,  // a·x + b, clipped to 0 … 1
  KG_MAP_HARD_SWISH = 3,    // x · hard sigmoid with 1/6 and 1/2
  KG_MAP_SIGMOID = 4,
  KG_MAP_SILU = 5,
  KG_MAP_GELU = 6,
  KG_MAP_TANH = 7,
  KG_MAP_EXP = 8,
  KG_MAP_ERF = 9,
  KG_MAP_SQRT = 10,
  KG_MAP_AFFINE = 11,       // a·x + b
};

// Elements of two operands.
enum { KG_PAIR_ADD = 0, KG_PAIR_SUBTRACT = 1, KG_PAIR_MULTIPLY = 2, KG_PAIR_DIVIDE = 3, KG_PAIR_LARGER = 4, KG_PAIR_SMALLER = 5 };

// A window that goes over a picture. Padding is zero; sides differ where padding at the end does.
typedef struct {
  long in_height, in_width, out_height, out_width;
  long kernel_height, kernel_width, stride_y, stride_x, dilation_y, dilation_x, top, left;
} kg_window;

// A convolution of each channel with its own kernel. The picture must be followed by 16 readable floats.
typedef struct {
  kg_window window;
  long channels;
  const float *weights;  // (channels / 16 rounded up, kernel_height, kernel_width, 16), the last panel filled with zeros
  const float *bias;     // (channels rounded up to 16)
  int map;
  float a, b;
} kg_depthwise;

// Copies what output positions [from, to) of a convolution see: (to - from, kernel_height, kernel_width, channels), of
// pictures with `stride` floats from pixel to pixel.
void kg_gather_patches(const kg_window *window, const float *x, long channels, long stride, long from, long to, float *out);

#endif
