#!/usr/bin/env python3
"""Makes a set of labelled passages from the public documents, and records how well scikit-learn's logistic regression tells them apart
on MiniLM's vectors: what `kgassist train classifier` is held against.

    ENV/bin/pip install sentence-transformers==6.2.0 scikit-learn==1.9.1
    ENV/bin/python Tests/Reference/record_classification.py FOLDER_OF_all-MiniLM-L6-v2 EXAMPLES.jsonl [DATA]

DATA is the folder of public data, ../shared/data beside the checkout unless given. The passages are the answers of MedQuAD
(data/documents/medical_medquad, CC BY), their label the kind of question that they answer; the question itself is left out. Writes
EXAMPLES.jsonl for `kgassist train classifier NAME --data EXAMPLES.jsonl`, and Tests/Reference/Recordings/classification.json with the
figures. Held out is what the daemon holds out: texts whose SHA-256 begins with a byte that five divides.
"""
import hashlib, json, pathlib, re, sys

from sentence_transformers import SentenceTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score

KINDS = [("symptoms", r"symptoms of"), ("treatments", r"treatments? for"), ("causes", r"what causes"),
         ("diagnosis", r"how to diagnose"), ("prevention", r"how to prevent"), ("risk", r"who is at risk"),
         ("outlook", r"outlook"), ("research", r"research \(or clinical"), ("meaning", r"what is \(are\)")]
LENGTH = 480  # characters

root = pathlib.Path(__file__).resolve().parents[2]
model_folder, target = sys.argv[1], pathlib.Path(sys.argv[2])
data = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else root.parent / "shared" / "data"

examples, seen = [], set()
for path in sorted((data / "documents" / "medical_medquad").glob("*.md")):
    for section in re.split(r"^## ", path.read_text(), flags=re.M)[1:]:
        question, _, answer = section.partition("\n")
        label = next((kind for kind, pattern in KINDS if re.search(pattern, question.lower())), None)
        text = " ".join(answer.split())[:LENGTH].strip()
        if label and len(text) >= 60 and text not in seen:
            seen.add(text)
            examples.append({"text": text, "label": label})
target.write_text("".join(json.dumps(e, ensure_ascii=False) + "\n" for e in examples))

held = [hashlib.sha256(e["text"].encode()).digest()[0] % 5 == 0 for e in examples]
vectors = SentenceTransformer(model_folder, device="cpu").encode([e["text"] for e in examples], normalize_embeddings=True, batch_size=32)
train = [i for i, h in enumerate(held) if not h]
test = [i for i, h in enumerate(held) if h]
labels = [e["label"] for e in examples]
figures = {"examples": len(train), "held_out": len(test), "labels": sorted(set(labels))}
truth = [labels[i] for i in test]
for strength in (1, 10, 100):
    fitted = LogisticRegression(C=strength, max_iter=2000).fit(vectors[train], [labels[i] for i in train])
    told = fitted.predict(vectors[test])
    figures[f"logistic_regression_c{strength}"] = {
        "accuracy": round(accuracy_score(truth, told), 4), "macro_f1": round(f1_score(truth, told, average="macro", labels=figures["labels"]), 4),
        "confusions": confusion_matrix(truth, told, labels=figures["labels"]).tolist()}
most = max(set(labels), key=[labels[i] for i in train].count)
figures["most_frequent"] = round(truth.count(most) / len(truth), 4)
out = pathlib.Path(__file__).resolve().parent / "Recordings" / "classification.json"
out.write_text(json.dumps(figures) + "\n")
print(json.dumps({k: v for k, v in figures.items()}))
