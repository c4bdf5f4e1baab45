// A convolution's windows as rows of a matrix. Moving bytes only: no level does it faster.
#include "CKernels.h"

#include <string.h>

void kg_gather_patches(const kg_window *w, const float *x, long channels, long stride, long from, long to, float *out) {
  // Neighbouring pixels of one kernel row are one run of memory, where nothing lies between them.
  int is_run = w->dilation_x == 1 && stride == channels;
  for (long position = from; position < to; position++) {
    long y0 = position / w->out_width * w->stride_y - w->top, x0 = position % w->out_width * w->stride_x - w->left;
    for (long ky = 0; ky < w->kernel_height; ky++) {
      long y = y0 + ky * w->dilation_y, row = w->kernel_width * channels;
      if (y < 0 || y >= w->in_height) {
        memset(out, 0, (size_t)row * sizeof *out);
      } else if (is_run && x0 >= 0 && x0 + w->kernel_width <= w->in_width) {
        memcpy(out, x + (y * w->in_width + x0) * stride, (size_t)row * sizeof *out);
      } else {
        for (long kx = 0; kx < w->kernel_width; kx++) {
          long column = x0 + kx * w->dilation_x;
          float *at = out + kx * channels;
          if (column < 0 || column >= w->in_width) memset(at, 0, (size_t)channels * sizeof *out);
          else memcpy(at, x + (y * w->in_width + column) * stride, (size_t)channels * sizeof *out);
        }
      }
      out += row;
    }
  }
}
