// Decodes one picture or recording from its standard input, inside the limits that its parent has set.
import Glibc
import Media

exit(DecodingHelper.serve(CommandLine.arguments))
