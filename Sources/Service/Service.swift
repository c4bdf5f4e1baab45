// Service: the daemon. It owns the socket, says who may do what, keeps the queue of questions and of jobs, loads the
// weights, counts what happens, and starts and ends in good order. What a document or an answer is, others know.
//
// - `Daemon` is composed of all that follows; `run()` returns when a signal has ended it.
// - `Sockets/` one thread waits for all connections (`EventLoop`); reads and writes of a `Channel` suspend. A client that
//   goes away cancels its request on that thread, at once.
// - `Connection` turns bytes into requests and replies, `Router` finds the route, `Routes/` holds them by subject.
// - `Asking/` lets a few questions run, some wait and the rest come back later; remembers conversations.
// - `Jobs/` one worker takes documents from the store's queue, which outlives the daemon.
// - `Lifecycle/` settings, models that load in the background, systemd, signals, metrics.
//
// A request that computes nothing costs a few ten microseconds; each connection holds a buffer of at most its body.
