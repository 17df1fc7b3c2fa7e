import Testing
import Wire

@testable import toile

/// One thing, as people read it.
struct AnswerPageTests {
    private let nowMillis: Int64 = 10_000_000

    private func page(_ question: AdminQuestion, _ json: String, columnsMax: Int? = nil) throws -> String {
        let answer = AnswerText(format: .table, nowMillis: nowMillis, columnsMax: columnsMax)
        return try #require(answer.text(question, Array(json.utf8)))
    }

    @Test func `a pixel says who drew it, and what was there before`() throws {
        let json = #"""
            {"x":12,"y":5,"colour":7,"at":9997000,
             "author":{"id":"b4d5","name":"mina","createdAt":2800000,"live":1,"pixels":1312,"perMinute":22,
                       "flags":["NEW"],"score":93},
             "network":"10.2.x.x","handle":"7fa2","liveFromSubnet":3,"bansEver":1,
             "signals":[{"code":"period","score":93,"text":"period 1.00 s (sd 4 ms, n 61)"},
                        {"code":"samenet","score":40,"text":"3 from one net"}],
             "beforeColour":3,"beforeName":"zoe","beforeAt":9940000,"note":"","area":"A1"}
            """#
        #expect(
            try page(AdminQuestion(.pixel), json) == """
                place    12,5, colour 7
                author   mina  b4d5  #7fa2
                placed   3 s ago, 1970-01-01T02:46:37Z
                rate     22 px/min, 1,312 px
                network  10.2.x.x, 3 sessions from there
                account  2 h old, 1 ban
                flags    NEW
                before   colour 3 by zoe, 1 min ago
                signals  period 1.00 s (sd 4 ms, n 61)
                         3 from one net
                area     A1

                """)
    }

    @Test func `a pixel that nobody drew says so`() throws {
        #expect(
            try page(AdminQuestion(.pixel), #"{"x":1,"y":2,"colour":0,"author":null}"#)
                == "place   1,2, colour 0\nauthor  nobody has drawn here\n")
    }

    @Test func `a person says what holds for them and where they are`() throws {
        let json = #"""
            {"id":"b4d5","name":"mina","createdAt":2800000,"pixels":12,"perMinute":2,"bansEver":1,"score":0,
             "hours":[0,6,12],"reports":[7,9],
             "bans":[{"number":1,"kind":"mute","scope":"account","reason":"spam","by":"ana",
                      "until":10060000}],
             "connections":[{"handle":"7fa2","network":"10.2.x.x","client":"web 1.4","onMs":7200000},
                            {"handle":"7fa3","network":"10.2.x.x","client":"web 1.4","leftMs":60000}],
             "notes":[{"number":1,"text":"be kind","at":9990000,"by":"leo"}],
             "timeline":[{"at":9999000,"text":"placed 1,2"}]}
            """#
        let text = try page(AdminQuestion(.person), json)
        #expect(text.hasPrefix("who       mina  b4d5\naccount   2 h old, 1 ban\n"))
        #expect(text.contains("\nbanned    mute, account, until 1970-01-01T02:47:40Z, by ana: Spam\n"))
        #expect(text.contains("\nsessions  #7fa2  10.2.x.x  web 1.4  here for 2 h\n          #7fa3  "))
        #expect(text.contains("left 1 min ago\nreports   #7 #9\nnotes     10 s ago, leo: be kind\n"))
        #expect(text.contains("| up to 12 px an hour\n") && text.hasSuffix("timeline  1 s ago  placed 1,2\n"))
    }

    @Test func `a line of the audit says what became of it`() throws {
        var question = AdminQuestion(.audit)
        question["number"] = "4"
        let json = #"""
            {"number":4,"at":9000000,"by":"ana","text":"ban mina 24 h","board":"main","people":["b4d5"],
             "act":{"verb":"ban","reason":"botting"},"documents":["ban:1"],"undoneBy":6,"undoneByName":"leo",
             "changes":{"epoch":1,"first":3,"count":12,"kept":2}}
            """#
        let text = try page(question, json)
        #expect(
            text.hasPrefix("audit    4  16 min ago, 1970-01-01T02:30:00Z, by ana\nwhat     ban mina 24 h\n"))
        #expect(text.contains("\npixels   12 changed, 2 kept\n"))
        #expect(text.hasSuffix("\nstate    undone by leo (line 6)\n"))
    }

    @Test func `the state is a few lines, however much there is`() throws {
        let json = #"""
            {"host":"vm","you":{"user":"ana","role":"admin"},
             "boards":[{"name":"main","width":200,"height":100,"online":3,"perSecond":2,"cooldownMs":60000,
                        "state":"open","rates":[1,2]}],
             "health":{"storage":"full"},"staff":[{"user":"leo","role":"moderator","screen":"audit"}],
             "reports":[{"number":1,"at":9940000},{"number":2,"at":9000000,"state":"dismissed"}],
             "bans":[],"areas":[{"number":1}],"watches":[],
             "audit":[{"number":9,"at":9999000,"by":"ana","text":"freeze main"}]}
            """#
        let text = try page(AdminQuestion(.state), json)
        #expect(
            text.hasPrefix(
                "server     vm\nyou        ana (admin)\nboard      main 200x100, open, 3 on, 2 px/s "))
        #expect(text.contains("\nhealth     red: the disk is full, nobody can place: "))
        #expect(
            text.contains(
                "\nstaff      leo (moderator), looks at audit\nreports    1 open, the oldest 1 min ago\n"))
        #expect(
            text.hasSuffix(
                "in force   0 bans, 1 area, 0 watched things\nlast acts  9  1 s ago, ana: freeze main\n"))
    }

    @Test func `nothing from outside steers the terminal, and no line is wider than it`() throws {
        let json =
            #"{"id":"b4d5","name":"\u001b[2J\u202emina","notes":[{"text":"a\nb漢字漢字漢字漢字","by":"x","at":0}]}"#
        let text = try page(AdminQuestion(.person), json, columnsMax: 24)
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { $0.unicodeScalars.count <= 24 })
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202e })
        #expect(lines.filter { $0.hasPrefix("notes") }.count == 1)
    }
}
