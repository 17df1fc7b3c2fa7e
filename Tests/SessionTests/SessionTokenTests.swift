import Session
import Testing

struct SessionTokenTests {
    @Test func `the token comes from Bearer, else the query, else the cookie`() {
        let all = [("authorization", "Bearer one"), ("cookie", "toile_session=three")]
        #expect(request("GET", "/?token=two", all).sessionToken == "one")
        #expect(request("GET", "/?token=two", [all[1]]).sessionToken == "two")
        #expect(request("GET", "/", [all[1]]).sessionToken == "three")
        #expect(request("GET", "/").sessionToken == nil)
    }

    @Test(arguments: ["Bearer one", "bearer one", "BEARER   one"])
    func `the scheme is read in any case`(value: String) {
        #expect(request("GET", "/", [("authorization", value)]).sessionToken == "one")
    }

    @Test(arguments: ["Basic one", "Bearer", "Bearer ", "one", "Bearer one two"])
    func `what is no bearer is passed over`(value: String) {
        #expect(request("GET", "/?token=two", [("authorization", value)]).sessionToken == "two")
    }

    @Test func `a cookie is found among others, and the first of its name counts`() {
        let cookies = [("cookie", "a=b; toile_session=x; toile_session=y"), ("cookie", "toile_session=z")]
        #expect(request("GET", "/", cookies).cookie("toile_session") == "x")
        #expect(request("GET", "/", [("cookie", "xtoile_session=1;toile_session=2")]).sessionToken == "2")
        #expect(request("GET", "/", [("cookie", "toile_session")]).sessionToken == nil)
        #expect(request("GET", "/", [("cookie", "a=toile_session=1")]).sessionToken == nil)
        #expect(request("GET", "/", [("cookie", ";;= ;toile_session=")]).sessionToken == "")
    }
}
