/// Why a request is refused before anybody looks at what it asks for. The connection ends with the answer:
/// after bytes that could be read in two ways nobody can say where the next request begins.
public enum HTTPError: Error, Equatable, Sendable {
    /// The request line is not `METHOD SP /target SP HTTP/1.x`.
    case badRequestLine
    /// The target is neither a path nor `OPTIONS *`.
    case badTarget
    /// A version other than 1.0 and 1.1.
    case unsupportedVersion
    /// A line feed without its carriage return, or the other way round.
    case bareLineEnd
    /// A byte that has no place in a head: NUL, control characters, DEL.
    case forbiddenByte
    /// A line that continues the one before (obs-fold).
    case foldedField
    /// A field line without a proper name directly followed by its colon.
    case badField
    /// No `Host` on HTTP/1.1, more than one, or one that is no host.
    case badHost
    /// A `Content-Length` that is no number, or more than one.
    case badContentLength
    /// `Transfer-Encoding` where it must not be: beside `Content-Length`, or on HTTP/1.0.
    case misplacedTransferEncoding
    /// A transfer coding; requests to us come with a length or without a body.
    case unsupportedTransferEncoding
    /// A body on `GET` or `HEAD`, which has no meaning and serves only to hide another request.
    case unexpectedBody
    /// More bytes before the request line than one empty line.
    case emptyLines
    /// The head is longer than `HTTPLimits.headerBytesMax`.
    case headTooLong
    /// More fields than `HTTPLimits.fieldsMax`.
    case tooManyFields
    /// The body is longer than `HTTPLimits.bodyBytesMax`.
    case bodyTooLong
    /// The request did not come to its end in time. The parser has no clock: its owner throws this one.
    case timedOut

    /// The status code to answer with.
    public var status: Int {
        switch self {
        case .badRequestLine, .badTarget, .bareLineEnd, .forbiddenByte, .foldedField, .badField, .badHost,
            .badContentLength, .misplacedTransferEncoding, .unexpectedBody, .emptyLines:
            400
        case .timedOut: 408
        case .bodyTooLong: 413
        case .headTooLong, .tooManyFields: 431
        case .unsupportedTransferEncoding: 501
        case .unsupportedVersion: 505
        }
    }

    /// What was wrong, in a few words for the answer's body.
    public var reason: String {
        switch self {
        case .badRequestLine: "malformed request line"
        case .badTarget: "the request target must be a path"
        case .unsupportedVersion: "only HTTP/1.0 and HTTP/1.1 are spoken here"
        case .bareLineEnd: "lines end with CR LF"
        case .forbiddenByte: "control character in the head"
        case .foldedField: "folded header field"
        case .badField: "malformed header field"
        case .badHost: "exactly one valid Host is needed"
        case .badContentLength: "invalid Content-Length"
        case .misplacedTransferEncoding: "misplaced Transfer-Encoding"
        case .unsupportedTransferEncoding: "transfer codings are not supported"
        case .unexpectedBody: "this method takes no body"
        case .emptyLines: "empty lines before the request"
        case .headTooLong: "header fields too long"
        case .tooManyFields: "too many header fields"
        case .bodyTooLong: "body too long"
        case .timedOut: "the request did not arrive in time"
        }
    }
}

/// How much of one request is taken before it is refused.
public struct HTTPLimits: Equatable, Sendable {
    /// Bytes of the whole head, request line and line ends included.
    public var headerBytesMax: Int
    /// Header fields.
    public var fieldsMax: Int
    /// Bytes of the body.
    public var bodyBytesMax: Int

    /// Limits that every browser's and every bot's request fits into by far.
    public init(headerBytesMax: Int = 16 * 1024, fieldsMax: Int = 64, bodyBytesMax: Int = 4096) {
        precondition(headerBytesMax > 0 && fieldsMax > 0 && bodyBytesMax >= 0, "limits of nothing")
        self.headerBytesMax = headerBytesMax
        self.fieldsMax = fieldsMax
        self.bodyBytesMax = bodyBytesMax
    }
}
