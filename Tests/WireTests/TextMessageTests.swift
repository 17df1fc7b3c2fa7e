import Testing
import Wire

/// A message that says something which is safe already.
private func chat(_ text: String) -> TextMessage? {
    SafeLine(text).map { $0.text == text ? .chat($0) : nil } ?? nil
}

@Suite struct TextMessageTests {
    @Test(
        arguments: [
            (#"{"type":"chat","text":"hi"}"#, chat("hi")),
            (#"{"text":"é","type":"chat","more":[1]}"#, chat("é")),
            (#"{"type":"name","name":"a_B-9"}"#, .name("a_B-9")),
            (#"{"type":"pixel","x":3,"y":-4}"#, .pixel(x: 3, y: -4)),
            (#"{"type":"pixel","x":1e2,"y":99999999999999999999}"#, .pixel(x: 100, y: .max)),
            (#"{"type":"name","type":"chat","text":"last"}"#, chat("last")),
        ] as [(String, TextMessage?)])
    func `messages are read`(text: String, message: TextMessage?) throws {
        let message = try #require(message)
        #expect(try decode(text) == message)
        #expect(try TextMessage.decode(message.bytes) == message)
    }

    @Test(arguments: [
        "", "hello", "[]", "\"chat\"", "null", "{}", #"{"type":1}"#, #"{"type":null}"#, #"{"type":["chat"]}"#,
        #"{"Type":"chat"}"#, #"{"type":"chat""#, #"{"type":"chat"} x"#, #"{"type":"chat","text":"\ud800"}"#,
    ])
    func `what is no object with a type closes the connection`(text: String) {
        let error = #expect(throws: TextMessageError.notAnObject) { try decode(text) }
        #expect(error?.closeCode == 1007)
    }

    @Test(arguments: ["", "place", "Chat", "hello", "chat ", "chat-removed"])
    func `an unknown type is answered`(type: String) {
        let error = #expect(throws: TextMessageError.unknownType) { try decode(#"{"type":"\#(type)"}"#) }
        #expect(error?.closeCode == nil)
        #expect(error?.answer.code == "unknown-type")
    }

    @Test(arguments: [
        #""type":"chat""#, #""type":"chat","text":1"#, #""type":"chat","text":"""#, #""type":"name""#,
        #""type":"name","name":null"#, #""type":"pixel","x":1"#, #""type":"pixel","x":1,"y":"2""#,
        #""type":"pixel","x":1.5,"y":2"#, #""type":"pixel","x":true,"y":2"#,
    ])
    func `bad fields are answered`(members: String) {
        let error = #expect(throws: TextMessageError.self) { try decode("{\(members)}") }
        #expect(error?.closeCode == nil)
        #expect(error?.answer.code == "bad-request")
    }

    @Test(arguments: [
        "", "ab", "a b", "name!", "né_", "abc\u{301}", "\u{212a}elvin", String(repeating: "x", count: 21),
    ])
    func `bad names are answered`(name: String) {
        let error = #expect(throws: TextMessageError.badName) {
            try decode(#"{"type":"name","name":"\#(name)"}"#)
        }
        #expect(error?.answer.code == "bad-name")
    }

    @Test func `names of 3 to 20 characters are names`() {
        #expect(PlayerName.isValid("abc"))
        #expect(PlayerName.isValid(String(repeating: "Z", count: 20)))
        #expect(PlayerName.isValid("---"))
    }

    @Test(arguments: ["x", "é", "😀"])
    func `a chat message has up to 300 characters, whatever their bytes`(character: String) throws {
        let longest = String(repeating: character, count: 300)
        #expect(try decode(#"{"type":"chat","text":"\#(longest)"}"#) == chat(longest))
        #expect(throws: TextMessageError.self) { try decode(#"{"type":"chat","text":"\#(longest)x"}"#) }
    }

    @Test(arguments: [#"\u0007"#, #" \t\n "#, #"\u200b\u202e"#, #"\u0301"#])
    func `a chat message of which nothing can be shown is answered`(text: String) {
        let error = #expect(throws: TextMessageError.self) {
            try decode(#"{"type":"chat","text":"\#(text)"}"#)
        }
        #expect(error?.answer.code == "bad-request")
    }

    @Test func `a chat message is made safe where it is read`() throws {
        #expect(try decode(#"{"type":"chat","text":" a\u0000\n\u202eb "}"#) == chat("a b"))
    }

    private func decode(_ text: String) throws(TextMessageError) -> TextMessage {
        try TextMessage.decode(Array(text.utf8))
    }
}
