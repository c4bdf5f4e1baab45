import CKernels

/// The window that a convolution moves over a picture whose channels lie last.
public struct ConvolutionWindow: Sendable, Equatable {
  public var inHeight, inWidth, outHeight, outWidth: Int
  public var kernelHeight, kernelWidth: Int
  public var strideY, strideX: Int
  public var dilationY, dilationX: Int
  /// Zeros above and to the left; those below and to the right follow from the sizes.
  public var top, left: Int

  public init(
    inHeight: Int, inWidth: Int, outHeight: Int, outWidth: Int, kernel: (Int, Int), stride: (Int, Int) = (1, 1), dilation: (Int, Int) = (1, 1),
    top: Int = 0, left: Int = 0
  ) {
    precondition(min(inHeight, inWidth, kernel.0, kernel.1, stride.0, stride.1, dilation.0, dilation.1) > 0, "ConvolutionWindow: an empty side")
    precondition(outHeight >= 0 && outWidth >= 0 && top >= 0 && left >= 0, "ConvolutionWindow: a negative size")
    (self.inHeight, self.inWidth, self.outHeight, self.outWidth) = (inHeight, inWidth, outHeight, outWidth)
    (kernelHeight, kernelWidth) = kernel
    (strideY, strideX) = stride
    (dilationY, dilationX) = dilation
    (self.top, self.left) = (top, left)
  }

  /// Pixels of one picture, before and after.
  public var inPixels: Int { inHeight * inWidth }
  public var outPixels: Int { outHeight * outWidth }

  /// Whether each output pixel sees the input pixel at its own place and no other.
  var isPointwise: Bool {
    kernelHeight == 1 && kernelWidth == 1 && strideY == 1 && strideX == 1 && top == 0 && left == 0 && inHeight == outHeight && inWidth == outWidth
  }

  var kernels: kg_window {
    kg_window(
      in_height: inHeight, in_width: inWidth, out_height: outHeight, out_width: outWidth, kernel_height: kernelHeight, kernel_width: kernelWidth,
      stride_y: strideY, stride_x: strideX, dilation_y: dilationY, dilation_x: dilationX, top: top, left: left)
  }
}
