#!/usr/bin/env python3
"""Records faster-whisper's mel frames, encoder states and transcripts, for Tests/Media, Tests/Models and Tests/Perception.

    python3 -m venv ENV && ENV/bin/pip install faster-whisper==1.2.1
    ENV/bin/python Tests/Reference/record_whisper.py FOLDER_OF_faster-whisper-tiny.en FOLDER_OF_RECORDINGS

Writes Tests/Reference/Recordings/whisper.json: for each recording the transcripts of beam 5 and of beam 1 in float32 with
their times, tokens, scores and no-speech probabilities; for one 16 kHz recording also samples of the log-mel frames and
of the encoder's states; and sizes that zlib gives some texts, which the repetition check is held against.
"""
import json, pathlib, sys, zlib

import numpy
from faster_whisper import WhisperModel
from faster_whisper.audio import decode_audio

folder, recordings = sys.argv[1], pathlib.Path(sys.argv[2])
model = WhisperModel(folder, device="cpu", compute_type="float32", cpu_threads=2)


def transcript(audio, beam):
    segments, _ = model.transcribe(audio, beam_size=beam)
    return [{"start": round(s.start, 3), "end": round(s.end, 3), "text": s.text, "tokens": s.tokens,
             "logProbability": s.avg_logprob, "noSpeech": s.no_speech_prob} for s in segments]


def states(path):
    audio = decode_audio(str(path))
    mel = model.feature_extractor(audio)
    window = numpy.zeros((mel.shape[0], 3000), dtype="float32")
    window[:, : min(3000, mel.shape[1] - 1)] = mel[:, : min(3000, mel.shape[1] - 1)]
    encoded = numpy.array(model.encode(window))[0]
    rows = list(range(0, mel.shape[1] - 1, 37))
    picked = list(range(0, encoded.shape[0], 125))
    return {"frames": mel.shape[1] - 1, "melRows": rows, "mel": [[round(float(v), 6) for v in mel[:, r]] for r in rows],
            "stateRows": picked, "states": [[round(float(v), 5) for v in encoded[r, ::16]] for r in picked]}


out = {"recordings": {}, "compressed": {}}
long = []
for path in sorted(recordings.rglob("*")):
    if path.suffix not in (".wav", ".flac"):
        continue
    audio = decode_audio(str(path))
    if path.parent.name == "librivox":
        long.append(audio)
    name = str(path.relative_to(recordings))
    out["recordings"][name] = {"beam5": transcript(audio, 5), "beam1": transcript(audio, 1)}
# The sentences one after the other, twice: longer than one window.
joined = numpy.concatenate(long + long)
out["recordings"]["librivox twice"] = {"beam5": transcript(joined, 5), "beam1": transcript(joined, 1)}
out["states"] = {"librivox/sense_and_sensibility_01_austen_64kb-0870.wav":
                 states(recordings / "librivox/sense_and_sensibility_01_austen_64kb-0870.wav")}
for text in ["", "a", "And so my fellow Americans, ask not what your country can do for you.", "you " * 60,
             "The eGFR is 25. " * 12, "".join(chr(97 + (i * i) % 26) for i in range(700))]:
    out["compressed"][text] = len(zlib.compress(text.encode()))
target = pathlib.Path(__file__).resolve().parent / "Recordings" / "whisper.json"
target.write_text(json.dumps(out, ensure_ascii=False, separators=(",", ":")) + "\n")
