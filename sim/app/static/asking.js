// Questions to the server.

// An answer as text, or the one line that says why there is none.
export async function answered(path, request) {
  try {
    const answer = await fetch(path, request), text = await answer.text();
    if (answer.ok) return { text };
    const json = answer.headers.get("content-type")?.startsWith("application/json");
    return { refusal: json ? JSON.parse(text).refusal : text || `The server answered ${answer.status}.` };
  } catch {
    return { refusal: "The server does not answer: is sim app still running?", gone: true };
  }
}
