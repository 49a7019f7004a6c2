export declare const folder: string;
export declare function bundle(): Promise<Map<string, string>>;
