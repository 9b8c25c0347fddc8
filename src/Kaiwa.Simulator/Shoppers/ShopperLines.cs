namespace Kaiwa.Simulator.Shoppers;

/// <summary>What shoppers say, in English and Japanese.</summary>
internal sealed record ShopperLines(string[] Openings, string[] Answers, string[] Thanks, string[] OrderQuestions, string[] Stops)
{
    private static readonly ShopperLines English = new(
        ["Hi! Is the blue teapot in stock?", "Hello, do you ship to Canada?", "Good morning, is the matcha whisk dishwasher safe?", "My order #1042 hasn't arrived yet. Can you check?",
            "Do you have a gift box for three teas?", "Which sencha would you recommend for a beginner?", "Can I pick up in your shop today?", "Hi, I received the wrong size. What should I do?"],
        ["Oh nice, do you have it in green too?", "Looks lovely! How long is shipping?", "Is the discount also for the teapot?", "Can I use it together with my points?", "I'd take two, please", "How much is it with delivery?",
            "Is this loose leaf?", "Perfect timing, we just ran out 🍵", "Does it run until Sunday evening?"],
        ["Great, thank you!", "Thanks, that helps a lot 😊", "OK, I'll order it tonight.", "Perfect. And how do I pay?", "Thank you! Have a nice day", "Hm, I'll think about it."],
        ["Can it be left with a neighbour?", "Could you deliver on Saturday instead?", "Great, thanks!", "Which carrier is it?"],
        ["STOP", "Stop", "Please don't send me these"]);

    private static readonly ShopperLines Japanese = new(
        ["こんにちは。青い急須の在庫はありますか？", "北海道にも送れますか？送料を教えてください。", "贈り物用の箱はありますか？", "注文#1042がまだ届きません。確認していただけますか？", "初心者におすすめの煎茶はどれですか？", "今日お店で受け取れますか？"],
        ["緑色もありますか？", "素敵ですね！いつ届きますか？", "急須も割引になりますか？", "二つお願いします。", "送料込みでいくらですか？", "ちょうど切らしていました🍵", "日曜の夜まで有効ですか？"],
        ["ありがとうございます！", "助かりました😊", "今夜注文します。", "支払い方法を教えてください。", "少し考えてみます。"],
        ["土曜日に変更できますか？", "置き配でお願いします。", "ありがとうございます！"],
        ["停止", "配信停止"]);

    public static ShopperLines For(ulong phone) => World.CallingCodes.CodeOf(phone) == 81 ? Japanese : English;
}
