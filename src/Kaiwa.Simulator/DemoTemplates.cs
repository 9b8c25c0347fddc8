namespace Kaiwa.Simulator;

/// <summary>The templates of the demo shop, and Meta's own <c>hello_world</c>.</summary>
internal static class DemoTemplates
{
    public const string HelloWorldComponents =
        """[{"type":"HEADER","format":"TEXT","text":"Hello World"},{"type":"BODY","text":"Welcome and congratulations!! This message demonstrates your ability to send a WhatsApp message notification from the Cloud API, hosted by Meta. Thank you for taking the time to test with us."},{"type":"FOOTER","text":"WhatsApp Business Platform sample message"}]""";

    public static IReadOnlyList<SeedTemplate> All { get; } =
    [
        new("594425479261596", "spring_sale", "en_US", "MARKETING",
            """[{"type":"HEADER","format":"TEXT","text":"Spring has arrived"},{"type":"BODY","text":"Hi {{first_name}}, our spring teas are here. Take {{discount}} off until Sunday, only for our regulars.","example":{"body_text_named_params":[{"param_name":"first_name","example":"Ana"},{"param_name":"discount","example":"20%"}]}},{"type":"FOOTER","text":"Hinode Tea"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Show me"},{"type":"QUICK_REPLY","text":"Stop promotions"}]}]""",
            ParameterFormat: "NAMED"),
        new("594425479261597", "spring_sale", "ja", "MARKETING",
            """[{"type":"HEADER","format":"TEXT","text":"春のお茶が届きました"},{"type":"BODY","text":"{{first_name}}さま、春の新茶が入りました。日曜日まで{{discount}}引きでお求めいただけます。","example":{"body_text_named_params":[{"param_name":"first_name","example":"花子"},{"param_name":"discount","example":"20%"}]}},{"type":"FOOTER","text":"日の出茶舗"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"見てみる"},{"type":"QUICK_REPLY","text":"配信を停止"}]}]""",
            ParameterFormat: "NAMED"),
        new("594425479261598", "order_update", "en_US", "UTILITY",
            """[{"type":"BODY","text":"Hello {{1}}, your order {{2}} is on its way and should arrive by {{3}}.","example":{"body_text":[["Ana","#1042","Friday"]]}},{"type":"BUTTONS","buttons":[{"type":"URL","text":"Track","url":"https://shop.example/track/{{1}}","example":["https://shop.example/track/1042"]},{"type":"QUICK_REPLY","text":"Ask a question"}]}]"""),
        new("594425479261599", "order_update", "ja", "UTILITY",
            """[{"type":"BODY","text":"{{1}}さま、ご注文{{2}}を発送しました。{{3}}までにお届けします。","example":{"body_text":[["花子","#1042","金曜日"]]}},{"type":"BUTTONS","buttons":[{"type":"URL","text":"配送状況","url":"https://shop.example/track/{{1}}","example":["https://shop.example/track/1042"]},{"type":"QUICK_REPLY","text":"質問する"}]}]"""),
        new("594425479261600", "order_confirmed", "en_US", "UTILITY",
            """[{"type":"BODY","text":"Thank you, {{1}}. We have your order {{2}} and will write again when it ships.","example":{"body_text":[["Ana","#1042"]]}}]"""),
        new("594425479261601", "new_arrival", "en_US", "MARKETING",
            """[{"type":"HEADER","format":"IMAGE","example":{"header_handle":["https://shop.example/teapot.jpg"]}},{"type":"BODY","text":"New in the shop: {{1}}. Have a look while there are some left."},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Tell me more"}]}]"""),
        new("594425479261602", "login_code", "en_US", "AUTHENTICATION",
            """[{"type":"BODY","text":"*{{1}}* is your verification code. For your security, do not share this code.","add_security_recommendation":true},{"type":"FOOTER","text":"This code expires in 10 minutes.","code_expiration_minutes":10},{"type":"BUTTONS","buttons":[{"type":"URL","text":"Copy code","url":"https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}","example":["https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp123456"]}]}]"""),
        new("594425479261603", "winter_sale", "en_US", "MARKETING",
            """[{"type":"BODY","text":"Hi {{1}}, our winter sale ends tonight.","example":{"body_text":[["Ana"]]}},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Stop promotions"}]}]""", Status: "PAUSED"),
        new("594425479261604", "price_game", "en_US", "MARKETING",
            """[{"type":"BODY","text":"You have won a prize, {{1}}! Answer now.","example":{"body_text":[["Ana"]]}}]""", Status: "REJECTED"),
    ];
}
