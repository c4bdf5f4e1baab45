// Wire: what travels over the daemon's socket, as values. No sockets and no files' contents pass through here except as
// bytes somebody else read, so the daemon, the command line and the tests share one definition of the contract.
//
// Operations, each linear in the bytes given:
// - `Dialect(firstByte:)` tells what a connection speaks.
// - `HTTPRequestParser` turns bytes, in pieces of any size, into requests, or into the one problem they have;
//   `HTTPReply` and `HTTPEventStream` write replies; `HTTPReplyParser` reads them back on the client's side.
// - `ServerSentEvent` and `ServerSentEventParser` carry what streams.
// - `WireJSON` reads and writes the shapes in `Shapes/`, whose keys are the contract's.
// - `Settings` decides between flag, environment, settings file and default, and remembers which one won.
