/// A text message of a console.
public enum ConsoleMessage: Equatable, Sendable {
    /// What it shows from now on.
    case look(ConsoleLook)
    /// A question, or an act.
    case ask(ConsoleAsk)

    /// Reads the message that `bytes[range]` (all of `bytes` without a range) is.
    public static func decode(
        _ bytes: [UInt8], _ range: Range<Int>? = nil
    ) throws(TextMessageError) -> ConsoleMessage {
        guard let object = try? JSONValue.parse(bytes, range), let type = object["type"]?.string else {
            throw .notAnObject
        }
        do throws(RequestError) {
            switch type {
            case "look": return .look(try ConsoleLook(json: object))
            case "ask": return .ask(try ConsoleAsk(json: object))
            default: break
            }
        } catch {
            throw .badRequest(why: error.body.error.message)
        }
        throw .unknownType
    }
}
