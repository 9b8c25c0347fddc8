using Kaiwa.Core.Contacts;
using Kaiwa.Core.Effects;
using Kaiwa.Core.Events;
using Kaiwa.Core.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Features.Inbox;

/// <summary>Registration and routes of the inbox.</summary>
public static class InboxFeature
{
    public static IServiceCollection AddInbox(this IServiceCollection services)
    {
        TypeHandlers.AddId<Conversation>();
        InboxProblems.Register();
        services.AddSingleton<ConversationStore>().AddSingleton<ThreadStore>().AddSingleton<RefreshConversations>().AddSingleton<FindConversation>();
        services.AddSingleton<SendToCustomer>().AddSingleton<Reply>().AddSingleton<ReplyMedia>().AddSingleton<ReplyTemplate>().AddSingleton<Resend>().AddSingleton<MarkRead>().AddSingleton<Assign>().AddSingleton<ReadThread>();
        services.AddSingleton<IInbox, InboxDoor>();
        services.AddSingleton<IReact<MessageReceived>, OnMessageReceived>();
        services.AddSingleton<IFollowMerge, MoveConversations>();
        services.AddSingleton<IDoEffect, ShowTicks>();
        return services;
    }

    public static void MapInbox(this IEndpointRouteBuilder app)
    {
        InboxEndpoints.Map(app);
        ServeMedia.Map(app);
    }
}
