namespace GameServer.Actors;

/// <summary>Marks messages that travel on the control lane: they are received before all waiting data.</summary>
internal interface IControlMessage;
