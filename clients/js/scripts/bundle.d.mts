export declare const bundleFile: string;
export declare function bundle(): Promise<string>;
