#if NETSTANDARD2_1
namespace System.Runtime.CompilerServices;

/// <summary>Lets records compile for netstandard2.1, whose reference assemblies lack this type.</summary>
internal static class IsExternalInit;
#endif
