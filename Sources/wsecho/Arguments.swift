import WebSocket

/// The command line.
struct Arguments {
    enum Outcome {
        case serve(Arguments)
        case help
        case wrong(String)
    }

    static let usage = """
        usage: wsecho [--listen HOST:PORT] [--deflate] [--max-message BYTES]

        Sends every WebSocket message back as it came, on every path.

          --listen HOST:PORT   where to listen (127.0.0.1:9001); port 0 picks a free one
          --deflate            compress where a client offers it (permessage-deflate)
          --max-message BYTES  the longest message (16777216); longer ones end with close code 1009
          --help               this text

        """

    var host = "127.0.0.1"
    var port: UInt16 = 9001
    var settings = EchoSettings()

    static func read(_ words: [String]) -> Outcome {
        var arguments = Arguments()
        var rest = words.makeIterator()
        while let word = rest.next() {
            switch word {
            case "--help": return .help
            case "--deflate":
                arguments.settings.deflate = DeflatePolicy(
                    serverNoContextTakeover: false, clientNoContextTakeover: false)
            case "--listen":
                guard let value = rest.next(), let colon = value.lastIndex(of: ":"),
                    let port = UInt16(value[value.index(after: colon)...]), colon > value.startIndex
                else { return .wrong("--listen needs HOST:PORT") }
                arguments.host = String(value[..<colon])
                arguments.port = port
            case "--max-message":
                guard let value = rest.next().flatMap({ Int($0) }), value >= 0 else {
                    return .wrong("--max-message needs a number of bytes")
                }
                arguments.settings.messageBytesMax = value
            default: return .wrong("unknown argument: \(word)")
            }
        }
        return .serve(arguments)
    }
}
