"""A text to the service with Python's own library; offsets count as Python counts."""
import json
import os
import urllib.request

URL = os.environ.get("STATEMENT_STANCE_URL", "http://localhost:3000")
TEXT = "🎉 News of the harbour. “We will not accept this plan,” Mayor Lena Holm said. She praised the harbour workers."

request = urllib.request.Request(
    f"{URL}/v1/classify",
    data=json.dumps({"text": TEXT, "options": {"offsetUnit": "codepoint"}}).encode(),
    headers={"content-type": "application/json"},
)
with urllib.request.urlopen(request, timeout=60) as response:
    result = json.load(response)
for statement in result["statements"]:
    speaker = statement["speaker"]["name"] if statement["speaker"] else "nobody"
    content = " … ".join(TEXT[start:end] for start, end in statement["content"]["spans"])
    targets = ", ".join(f"{t['stance']} {t['name']}" for t in statement["targets"])
    print(f"{speaker} | {content} | {targets}")
