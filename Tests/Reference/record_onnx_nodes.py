#!/usr/bin/env python3
"""Records the ONNX project's own node tests for Tests/Models: every case whose operators the graph executor has.

    Tests/Reference/setup.sh && PYTHON Tests/Reference/record_onnx_nodes.py

The `onnx` package of PyPI makes the cases (models, inputs and expected outputs). Left out are those with types that the
executor does not have (strings, complex numbers, sequences, floats and integers below 8 bits), with graphs inside nodes, and those of more
than 200 kB, which repeat smaller ones. Writes Tests/Reference/Recordings/onnx-nodes.bin: after the number of
cases, each as its name, its model, its inputs and its outputs, every part after its length, numbers as little-endian u32.
"""
import pathlib, struct, sys, warnings

import numpy, onnx
from onnx import numpy_helper

warnings.filterwarnings("ignore")
from onnx.backend.test.case.node import collect_testcases

OPERATORS = set("""Constant Conv ConvTranspose BatchNormalization Mul Add Sub Div Pow Sqrt Clip Relu HardSigmoid Sigmoid Softmax
GlobalAveragePool AveragePool MaxPool ReduceMean Resize Concat Slice Reshape Transpose Squeeze Shape Cast Identity MatMul Gemm
LayerNormalization Gelu Erf Gather Where Expand Unsqueeze Split Pad ReduceMax ReduceMin ReduceSum Tanh Flatten InstanceNormalization
DynamicQuantizeLinear MatMulInteger ConvInteger HardSwish Exp Neg Abs Log Reciprocal Floor Ceil Round Sin Cos Max Min Equal Greater
GreaterOrEqual Less LessOrEqual Not And Or ConstantOfShape Range""".split())
TYPES = {1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 16}
LARGEST = 200_000


def part(data):
    return struct.pack("<I", len(data)) + data


def tensor(value, name):
    if isinstance(value, onnx.TensorProto):
        return value.SerializeToString()
    return numpy_helper.from_array(numpy.asarray(value), name).SerializeToString()


cases, seen, left_out = [], set(), {}
for case in collect_testcases(None):
    graph = case.model.graph
    if case.name in seen or not {node.op_type for node in graph.node} <= OPERATORS or case.model.functions:
        continue
    seen.add(case.name)
    values = list(graph.input) + list(graph.output)
    why = None
    if any(not value.type.HasField("tensor_type") or value.type.tensor_type.elem_type not in TYPES for value in values):
        why = "types"
    elif any(attribute.type in (5, 10) for node in graph.node for attribute in node.attribute):
        why = "graphs inside nodes"
    elif any(attribute.name == "training_mode" and attribute.i for node in graph.node for attribute in node.attribute):
        why = "training"
    if why is None:
        inputs, outputs = case.data_sets[0]
        try:
            data = part(case.name.encode()) + part(case.model.SerializeToString())
            for group, names in ((inputs, graph.input), (outputs, graph.output)):
                data += struct.pack("<I", len(group)) + b"".join(part(tensor(value, info.name)) for value, info in zip(group, names))
        except (TypeError, ValueError) as error:
            why = str(error)
        else:
            if len(data) > LARGEST:
                why = "size"
    if why:
        left_out.setdefault(why, []).append(case.name)
    else:
        cases.append(data)

out = pathlib.Path(__file__).resolve().parent / "Recordings" / "onnx-nodes.bin"
out.write_bytes(struct.pack("<I", len(cases)) + b"".join(cases))
for why, names in left_out.items():
    print(f"left out for {why}: {len(names)}: {' '.join(names[:400])}", file=sys.stderr)
print(f"{len(cases)} cases, {out.stat().st_size} bytes")
