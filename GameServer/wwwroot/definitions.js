// The built-in room types as the client joins them: name and schemas.
import { arena, chat, defineRoom, feed, tictactoe } from "./gameserver.js";

export const definitions = {
  arena: defineRoom("arena", { state: arena.ArenaStateSchema, command: arena.ArenaCommandSchema, event: arena.ArenaEventSchema }),
  chat: defineRoom("chat", { state: chat.ChatStateSchema, command: chat.ChatCommandSchema, event: chat.ChatEventSchema }),
  feed: defineRoom("feed", { state: feed.FeedStateSchema, command: feed.FeedCommandSchema, event: feed.FeedEventSchema }),
  tictactoe: defineRoom("tictactoe", {
    state: tictactoe.TicTacToeStateSchema, command: tictactoe.TicTacToeCommandSchema, event: tictactoe.TicTacToeEventSchema,
  }),
};
