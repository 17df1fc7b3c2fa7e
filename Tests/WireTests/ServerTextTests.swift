import Testing
import Wire

@Suite struct ServerTextTests {
    private let board = BoardDescription(
        name: "main", width: 3, height: 2, palette: ["#ffffff", "#000000"], paletteNames: ["Chalk", "Ink"])
    private let boardText =
        ##"{"name":"main","width":3,"height":2,"palette":["#ffffff","#000000"],"##
        + #""paletteNames":["Chalk","Ink"]}"#
    private let rules = RulesDescription(cooldownMillis: 30_000, chargesMax: 1, state: "open")
    private let you = YouDescription(
        id: "s1", name: "Ada", role: .player, canPlace: true, charges: 1, chargesMax: 2, waitMillis: 500)

    @Test func `hello says all there is to know`() {
        let hello = HelloMessage(
            board: board, epoch: .max, seq: 1 << 53 - 1, online: 12, you: you, rules: rules,
            motd: "Hi \"you\"")
        let youText =
            #"{"id":"s1","name":"Ada","role":"player","canPlace":true,"#
            + #""charges":1,"maxCharges":2,"waitMs":500}"#
        #expect(
            text(hello) == #"{"type":"hello","protocol":1,"board":"# + boardText
                + #","epoch":4294967295,"seq":9007199254740991,"online":12,"you":"# + youText
                + #","rules":{"cooldownMs":30000,"maxCharges":1,"state":"open"},"motd":"Hi \"you\""}"#)
    }

    @Test func `a spectator has neither id nor name`() {
        let spectator = YouDescription(
            id: nil, name: nil, role: .spectator, canPlace: false, charges: 0, chargesMax: 1, waitMillis: 0)
        #expect(
            text(YouMessage(spectator)) == #"{"type":"you","id":null,"name":null,"role":"spectator","#
                + #""canPlace":false,"charges":0,"maxCharges":1,"waitMs":0}"#)
    }

    @Test func `the short messages have their fields`() {
        #expect(text(OnlineMessage(count: 3)) == #"{"type":"online","count":3}"#)
        #expect(
            text(RulesMessage(rules)) == #"{"type":"rules","cooldownMs":30000,"maxCharges":1,"state":"open"}"#
        )
        let planned = RulesDescription(
            cooldownMillis: 45_000, chargesMax: 1, state: "closed", baseCooldownMillis: 30_000,
            opensInMillis: 1, closesInMillis: 3_600_000)
        #expect(
            text(RulesMessage(planned))
                == #"{"type":"rules","cooldownMs":45000,"maxCharges":1,"state":"closed","#
                + #""baseCooldownMs":30000,"opensInMs":1,"closesInMs":3600000}"#)
        #expect(
            text(ChatMessage(id: "7", from: "s1", name: "Ada", text: "<b>", at: 1_700_000_000_000))
                == #"{"type":"chat","id":"7","from":"s1","name":"Ada","text":"<b>","at":1700000000000}"#)
        #expect(text(ChatRemovedMessage(id: "7")) == #"{"type":"chat-removed","id":"7"}"#)
        #expect(
            text(NoticeMessage(text: "x", level: .info)) == #"{"type":"notice","text":"x","level":"info"}"#)
        #expect(
            text(NoticeMessage(text: "x", level: .warning, retryMillis: 0))
                == #"{"type":"notice","text":"x","level":"warning","retryMs":0}"#)
        #expect(
            text(PixelMessage(PixelDescription(x: 1, y: 2, colour: 3, name: nil, at: nil)))
                == #"{"type":"pixel","x":1,"y":2,"colour":3,"name":null,"at":null}"#)
        #expect(
            text(ErrorMessage(code: "outside", message: "no"))
                == #"{"type":"error","code":"outside","message":"no"}"#)
    }

    @Test func `a history is made of the lines as they were sent`() throws {
        let lines = ["<b>", "\"two\"\u{2028}"].map {
            ChatMessage(id: "7", from: "s1", name: "Ada", text: $0, at: 5).bytes
        }
        let history = ChatHistoryMessage.bytes(of: lines.map { $0[...] })
        #expect(
            String(decoding: history, as: UTF8.self) == #"{"type":"chat-history","messages":["#
                + lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",") + "]}")
        let none = ChatHistoryMessage.bytes(of: [])
        #expect(String(decoding: none, as: UTF8.self) == #"{"type":"chat-history","messages":[]}"#)
    }

    @Test func `the answers over HTTP have their fields`() {
        let summary = BoardSummary(board: board, epoch: 5, seq: 6, online: 0, rules: rules, beganAtMillis: 7)
        let summaryText =
            #"{"board":"# + boardText + #","epoch":5,"seq":6,"online":0,"#
            + #""rules":{"cooldownMs":30000,"maxCharges":1,"state":"open"},"beganAt":7}"#
        #expect(text(summary) == summaryText)
        #expect(text(BoardList(boards: [])) == #"{"boards":[]}"#)
        #expect(
            text(BoardList(boards: [summary, summary])) == #"{"boards":["# + "\(summaryText),\(summaryText)]}"
        )
        #expect(text(SessionAnswer(token: "t", id: "i", name: "n")) == #"{"token":"t","id":"i","name":"n"}"#)
        #expect(
            text(PixelDescription(x: 1, y: 2, colour: 3, name: "Ada", at: 9))
                == #"{"x":1,"y":2,"colour":3,"name":"Ada","at":9}"#)
        #expect(text(ErrorBody(code: "a", message: "b")) == #"{"error":{"code":"a","message":"b"}}"#)
    }

    @Test func `a placement's answer says why it was refused`() throws {
        let placed = PlaceAnswer(status: 0, colour: 3, charges: 1, waitMillis: 0)
        #expect(text(placed) == #"{"status":0,"colour":3,"charges":1,"waitMs":0}"#)
        #expect(placed.refusal == nil)
        #expect(
            text(PlaceAnswer(status: 0, colour: 3, charges: 1, waitMillis: 0, seq: 9))
                == #"{"status":0,"colour":3,"charges":1,"waitMs":0,"seq":9}"#)
        let refused = PlaceAnswer(status: 1, colour: 3, charges: 0, waitMillis: 1_001)
        #expect(try JSONValue.parse(refused.bytes)["error"]?["code"] == .string("cooling-down"))
        #expect(refused.retryAfterSeconds == 2)
        #expect(PlaceAnswer(status: 8, colour: 0, charges: 1, waitMillis: 0).retryAfterSeconds == 1)
        #expect(PlaceAnswer(status: 11, colour: 0, charges: 1, waitMillis: 0).retryAfterSeconds == nil)
        let expected = [200, 429, 422, 422, 409, 409, 403, 403, 429, 403, 403, 503, 403, 409]
        let codes = (Array(0...12) + [15]).map {
            PlaceAnswer(status: $0, colour: 0, charges: 0, waitMillis: 0)
        }
        #expect(codes.map(\.httpStatus) == expected)
        #expect(Set(codes.compactMap { $0.refusal?.code }).count == 13)
    }

    private func text(_ value: some JSONWritable) -> String {
        var bytes: [UInt8] = []
        value.append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

@Suite struct RequestTests {
    @Test func `a placement is read, its numbers of any size`() throws {
        #expect(try place(#"{"x":1,"y":2,"colour":3}"#) == PlaceRequest(x: 1, y: 2, colour: 3))
        #expect(
            try place(#"{"x":-1e30,"y":99999999999999999999999,"colour":-7,"z":[]}"#)
                == PlaceRequest(x: .min, y: .max, colour: -7))
    }

    @Test(arguments: ["", "[]", "1", "{", "null", #"{"x":1,"y":2,"colour":3}}"#])
    func `no JSON object is 400`(body: String) {
        let error = #expect(throws: RequestError.notAnObject) { try place(body) }
        #expect(error?.httpStatus == 400)
    }

    @Test(arguments: [
        "{}", #"{"x":1,"y":2}"#, #"{"x":"1","y":2,"colour":3}"#, #"{"x":1.5,"y":2,"colour":3}"#,
    ])
    func `a field missing or no integer is 422`(body: String) {
        let error = #expect(throws: RequestError.self) { try place(body) }
        #expect(error?.httpStatus == 422)
        #expect(error?.body.error.code == "bad-request")
    }

    @Test func `an undo is read, its numbers of any size`() throws {
        #expect(try undo(#"{"x":1,"y":2}"#) == UndoRequest(x: 1, y: 2))
        #expect(try undo(#"{"x":-1e30,"y":1e30,"colour":"z"}"#) == UndoRequest(x: .min, y: .max))
        #expect(throws: RequestError.notAnObject) { try undo("[]") }
        #expect(throws: RequestError.self) { try undo(#"{"x":1}"#) }
        #expect(throws: RequestError.self) { try undo(#"{"x":1,"y":1.5}"#) }
    }

    @Test func `a session may have a name`() throws {
        #expect(try session("") == SessionRequest())
        #expect(try session("{}") == SessionRequest())
        #expect(try session(#"{"name":null}"#) == SessionRequest())
        #expect(try session(#"{"name":"Ada"}"#) == SessionRequest(name: "Ada"))
        #expect(throws: RequestError.badName) { try session(#"{"name":"A"}"#) }
        #expect(throws: RequestError.self) { try session(#"{"name":1}"#) }
        #expect(throws: RequestError.notAnObject) { try session("[]") }
        #expect(throws: RequestError.notAnObject) { try session(" ") }
    }

    @Test(arguments: ["x", "0a1b", String(repeating: "f", count: BadgeRequest.codeBytesMax)])
    func `a code is whatever text is no longer than codes are`(code: String) throws {
        #expect(try badge("{\"code\":\"\(code)\"}") == BadgeRequest(code: code))
    }

    @Test func `what cannot be a code is told so, before anybody looks for it`() {
        let long = String(repeating: "f", count: BadgeRequest.codeBytesMax + 1)
        for body in ["{}", #"{"code":""}"#, #"{"code":7}"#, #"{"code":null}"#, "{\"code\":\"\(long)\"}"] {
            let error = #expect(throws: RequestError.self) { try badge(body) }
            #expect(error?.httpStatus == 422 && error?.body.error.code == "bad-request", "\(body)")
        }
        for body in ["", "[]", "null"] {
            #expect(throws: RequestError.notAnObject) { try badge(body) }
        }
    }

    @Test func `who draws as staff is told as whom, and for how long`() {
        let answer = BadgeAnswer(user: "ana", name: "staff: ana", endsInMillis: 43_200_000)
        #expect(
            String(decoding: answer.bytes, as: UTF8.self)
                == #"{"user":"ana","name":"staff: ana","endsInMs":43200000}"#)
    }

    private func badge(_ body: String) throws(RequestError) -> BadgeRequest {
        try BadgeRequest.decode(Array(body.utf8))
    }

    private func place(_ body: String) throws(RequestError) -> PlaceRequest {
        try PlaceRequest.decode(Array(body.utf8))
    }

    private func undo(_ body: String) throws(RequestError) -> UndoRequest {
        try UndoRequest.decode(Array(body.utf8))
    }

    private func session(_ body: String) throws(RequestError) -> SessionRequest {
        try SessionRequest.decode(Array(body.utf8))
    }
}
