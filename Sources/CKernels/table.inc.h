// The entries of a level's table that every level defines under the same name.
.quantize = quantize, .round_row = round_row, .attend = attend, .attend_sequence = attend_sequence,
.transpose_keys = transpose_keys, .attend_long = attend_long, .store_key = store_key, .store_value = store_value,
.dot = dot, .scores = scores, .largest = largest, .rms_norm = rms_norm, .layer_norm = layer_norm, .swiglu = swiglu,
.gelu = gelu, .add = add, .softmax = softmax, .rotate = rotate, .peak = peak,
.map = map, .pairwise = pairwise, .depthwise = depthwise, .plain_product = plain_product,
