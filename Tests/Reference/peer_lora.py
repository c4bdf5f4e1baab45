#!/usr/bin/env python3
"""PyTorch with PEFT as the peer of `kgassist-bench train`: steps of LoRA on the same decoder, batch and adapter.

    peer_lora.py MODEL.gguf THREADS RANK SEQUENCES LENGTH [bfloat16]

Reads the GGUF file through transformers (weights become float32, or bfloat16). Prints its name, then for each line on stdin
runs STEPS steps of forward, backward, clipping and AdamW and prints the seconds of one step, the peak memory in MB and
the processor seconds of one step.
"""
import os, resource, sys, time, warnings

warnings.filterwarnings("ignore")
path, threads, rank, sequences, length = sys.argv[1], *map(int, sys.argv[2:6])
os.environ["OMP_NUM_THREADS"] = str(threads)

import peft, torch, transformers

transformers.logging.set_verbosity_error()
torch.set_num_threads(threads)
torch.manual_seed(0)
STEPS = 3
kind = torch.bfloat16 if "bfloat16" in sys.argv else torch.float32
model = transformers.AutoModelForCausalLM.from_pretrained(os.path.dirname(path), gguf_file=os.path.basename(path), dtype=kind)
model = peft.get_peft_model(model, peft.LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=["q_proj", "v_proj"], lora_dropout=0.0))
trained = [p for p in model.parameters() if p.requires_grad]
optimiser = torch.optim.AdamW(trained, lr=1e-4, weight_decay=0.01)
vocabulary = model.config.vocab_size


def step():
    ids = torch.randint(0, vocabulary, (sequences, length + 1))
    loss = model(input_ids=ids, labels=ids).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(trained, 1.0)
    optimiser.step()
    optimiser.zero_grad()


step()
print(f"PyTorch {torch.__version__} with PEFT {peft.__version__}, {str(kind).split('.')[1]}", flush=True)
for _ in sys.stdin:
    begin, used = time.perf_counter(), time.process_time()
    for _ in range(STEPS):
        step()
    seconds, processor = (time.perf_counter() - begin) / STEPS, (time.process_time() - used) / STEPS
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, processor, flush=True)
